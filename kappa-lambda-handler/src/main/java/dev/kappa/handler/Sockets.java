package dev.kappa.handler;

import dev.kappa.wire.Message;
import dev.kappa.wire.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Connects to coordinators: encrypted, if the invocation says so. */
final class Sockets {
  /** To coordinators that don't encrypt. */
  static final Sockets PLAIN = new Sockets(null);

  private final @Nullable SSLSocketFactory encrypted;

  private Sockets(@Nullable SSLSocketFactory encrypted) {
    this.encrypted = encrypted;
  }

  /**
   * {@return what connects to coordinators}
   *
   * @param trust whose certificates they have, see {@link Trust}; empty if they don't encrypt
   */
  static Sockets trusting(String trust) {
    return trust.isEmpty() ? PLAIN : new Sockets(Trust.context(trust).getSocketFactory());
  }

  /**
   * A connection.
   *
   * @param carrier what {@code socket} goes over; the same if nothing is encrypted
   */
  record Opened(Socket socket, Socket carrier, boolean encrypted) {}

  /** Connects, and makes sure that it is who it should be. */
  Opened open(Message.Address address, int timeoutMillis) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address.host(), address.port()), timeoutMillis);
      return encrypted == null
          ? new Opened(socket, socket, false)
          : new Opened(encrypt(encrypted, socket, address, timeoutMillis), socket, true);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket encrypt(
      SSLSocketFactory factory, Socket plain, Message.Address address, int timeoutMillis)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) factory.createSocket(plain, address.host(), address.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(timeoutMillis);
    socket.startHandshake();
    return socket;
  }
}

package dev.kappa.coordinator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisURI;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/**
 * The least that a command to Redis costs: its bytes on a plain blocking socket, and the line that
 * comes back (the Redis serialization protocol, version 2). Only for commands that a line answers.
 */
final class RedisSocket implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  private RedisSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects to one server, and says who is there. */
  static RedisSocket connect(URI redis) throws IOException {
    int port = redis.getPort() < 0 ? RedisURI.DEFAULT_REDIS_PORT : redis.getPort();
    Socket socket = new Socket(redis.getHost(), port);
    try {
      socket.setTcpNoDelay(true);
      RedisSocket connected = new RedisSocket(socket);
      if (redis.getUserInfo() != null) {
        connected.call(authenticate(redis.getUserInfo()));
      }
      return connected;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Takes user and password with a colon between; the user may be missing. */
  private static byte[] authenticate(String who) {
    int colon = who.indexOf(':');
    byte[] password = who.substring(colon + 1).getBytes(UTF_8);
    byte[] auth = "AUTH".getBytes(UTF_8);
    return colon <= 0
        ? command(auth, password)
        : command(auth, who.substring(0, colon).getBytes(UTF_8), password);
  }

  /** {@return the bytes of a command} */
  static byte[] command(byte[]... words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (byte[] word : words) {
      bytes.writeBytes(("$" + word.length + "\r\n").getBytes(UTF_8));
      bytes.writeBytes(word);
      bytes.writeBytes("\r\n".getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Sends a command. {@return the line that answers it} */
  String call(byte[] command) throws IOException {
    out.write(command);
    String reply = line();
    if (reply.startsWith("-")) {
      throw new IOException("Redis answers: " + reply.substring(1));
    }
    return reply;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new IOException("Redis closed the connection");
      }
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

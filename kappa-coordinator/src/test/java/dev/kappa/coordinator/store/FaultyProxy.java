package dev.kappa.coordinator.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands between a store and its server and does what networks do, to calls of one script. */
final class FaultyProxy implements AutoCloseable {
  /** What happens to the next call of the script. */
  enum Fault {
    /** It never arrives, and the connection breaks. */
    LOSE_REQUEST,
    /** It is carried out, but the connection breaks before the reply. */
    LOSE_REPLY,
    /** It is carried out, but the reply never comes; the connection stays. */
    SWALLOW_REPLY,
    /** The connection breaks, and it arrives much later, when {@link #deliverDelayed} is called. */
    DELAY_REQUEST
  }

  private final ServerSocket listener;
  private final int target;
  private final String digest;
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger delivered = new AtomicInteger();
  private byte[] delayed = {};

  FaultyProxy(int target, Script script) {
    this.target = target;
    this.digest = script.digest();
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  synchronized void next(Fault... next) {
    faults.addAll(Arrays.asList(next));
  }

  synchronized boolean allHappened() {
    return faults.isEmpty();
  }

  /** {@return how many calls of the script reached the server} */
  int delivered() {
    return delivered.get();
  }

  /** Breaks all connections. */
  void cutAll() {
    open.forEach(FaultyProxy::close);
  }

  /** Delivers what was delayed, on a connection of its own, and waits for the server's reply. */
  String deliverDelayed() throws IOException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      server.getOutputStream().write(delayed);
      byte[] reply = new byte[1000];
      int length = server.getInputStream().read(reply);
      return new String(reply, 0, length, ISO_8859_1);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(client);
      open.add(server);
      var replies = new Replies(client, server);
      Thread.startVirtualThread(replies);
      requests(client, server, replies);
    } catch (IOException e) {
      open.remove(client);
    }
  }

  private void requests(Socket client, Socket server, Replies replies) throws IOException {
    byte[] buffer = new byte[1 << 16];
    InputStream in = client.getInputStream();
    OutputStream out = server.getOutputStream();
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      boolean script = new String(buffer, 0, length, ISO_8859_1).contains(digest);
      Fault fault = script ? nextFault() : null;
      if (fault == Fault.DELAY_REQUEST) {
        delayed = Arrays.copyOf(buffer, length);
      }
      if (fault == Fault.DELAY_REQUEST || fault == Fault.LOSE_REQUEST) {
        close(server);
        return;
      }
      replies.fault = fault;
      if (script) {
        delivered.incrementAndGet();
      }
      out.write(buffer, 0, length);
    }
  }

  private synchronized @Nullable Fault nextFault() {
    return faults.poll();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }

  /** Passes replies on, or not. */
  private static final class Replies implements Runnable {
    final Socket client;
    final Socket server;
    volatile @Nullable Fault fault;

    Replies(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    @Override
    public void run() {
      try (client) {
        byte[] buffer = new byte[1 << 16];
        InputStream in = server.getInputStream();
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          if (fault == Fault.LOSE_REPLY) {
            return;
          }
          if (fault != Fault.SWALLOW_REPLY) {
            client.getOutputStream().write(buffer, 0, length);
          }
        }
      } catch (IOException e) {
        close(server);
      }
    }
  }
}

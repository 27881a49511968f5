package dev.kappa.tests.soak;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A way from one process to another that can be cut: it takes connections on a port of its own and
 * passes on what comes, in both directions, as its state says.
 */
final class Cable implements AutoCloseable {
  /** What it does with what comes. */
  enum State {
    /** It is passed on. */
    WHOLE,
    /** Connections are reset, and new ones too. */
    CUT,
    /** Nothing comes through; connections stay. What was sent comes through later. */
    STALLED,
    /** It is late. */
    SLOW,
    /** Requests come through, answers are lost; in the end the connections are reset. */
    ANSWERS_LOST
  }

  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int BUFFER = 64 << 10;

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private final AtomicLong met = new AtomicLong();
  private volatile State state = State.WHOLE;
  private volatile boolean closed;

  private Cable(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** A cable to a port of this machine. */
  static Cable to(int port) throws IOException {
    return new Cable(port);
  }

  /** A cable to wherever who connects wants to go: a SOCKS server. */
  static Cable toAnywhere() throws IOException {
    return new Cable(0);
  }

  int port() {
    return server.getLocalPort();
  }

  State state() {
    return state;
  }

  /** {@return how often something came this way while it was not whole} */
  long met() {
    return met.get();
  }

  void set(State now) {
    State before = state;
    state = now;
    if (now == State.CUT || before == State.ANSWERS_LOST) {
      sockets.forEach(Cable::reset);
    }
  }

  private void meets() {
    if (state != State.WHOLE) {
      met.incrementAndGet();
    }
  }

  /** From now on it leads to another port; what was connected is reset. */
  void leadTo(int port) {
    target = port;
    sockets.forEach(Cable::reset);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket from = server.accept();
        Thread.ofVirtual().start(() -> serve(from));
      } catch (IOException e) {
        if (!closed) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket from) {
    try (from;
        Socket to = new Socket()) {
      sockets.add(from);
      sockets.add(to);
      meets();
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
      if (state != State.CUT && !closed) {
        DataInputStream in = new DataInputStream(from.getInputStream());
        to.connect(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), target == 0 ? greet(in, from) : target));
        Thread back = Thread.ofVirtual().start(() -> pass(to, from, true));
        pass(from, to, false);
        back.join();
      }
    } catch (IOException e) {
      reset(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.removeIf(Socket::isClosed);
    }
  }

  /** Speaks SOCKS 5, as far as one needs to be led to an address of IPv4. */
  private static int greet(DataInputStream in, Socket from) throws IOException {
    OutputStream out = from.getOutputStream();
    in.readByte();
    in.readNBytes(in.readUnsignedByte());
    out.write(new byte[] {5, 0});
    in.readNBytes(3);
    if (in.readByte() != 1) {
      throw new IOException("not an address of IPv4");
    }
    in.readNBytes(4);
    int port = in.readUnsignedShort();
    out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    return port;
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER];
    boolean lost = false;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        meets();
        // What follows on something lost makes no sense: nothing more comes through.
        lost |= !mayPass(answers);
        if (!lost) {
          out.write(buffer, 0, n);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  /** Waits as the state says; {@return false if it is lost} */
  private boolean mayPass(boolean answers) {
    if (state == State.SLOW) {
      LockSupport.parkNanos(LATE_NANOS);
    }
    while (state == State.STALLED) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return state != State.ANSWERS_LOST || !answers;
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    state = State.CUT;
    server.close();
    sockets.forEach(Cable::reset);
  }
}

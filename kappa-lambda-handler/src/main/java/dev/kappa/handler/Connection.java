package dev.kappa.handler;

import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.Message;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/** A plain blocking socket that carries messages. Written by any thread, read by one. */
final class Connection implements AutoCloseable {
  static final int CONNECT_MILLIS = 5_000;
  private static final int BUFFER = 64 << 10;

  private final Socket socket;

  /** What carries it: the same, unless what goes over it is encrypted. */
  private final Socket carrier;

  private final boolean encrypted;

  private final DataInputStream in;
  private final OutputStream out;
  private final ReentrantLock writing = new ReentrantLock();

  /** Since when a write goes on; 0 if none does. */
  private volatile long writingSince;

  /** How much had arrived when somebody looked at a write that goes on, and when it was more. */
  private int arrived;

  private long arrivedAt;

  private Connection(Sockets.Opened opened) throws IOException {
    this.socket = opened.socket();
    this.carrier = opened.carrier();
    this.encrypted = opened.encrypted();
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    this.out = socket.getOutputStream();
  }

  static Connection open(Sockets sockets, Message.Address address, long millis) throws IOException {
    Sockets.Opened opened = sockets.open(address, Math.clamp(millis, 1, CONNECT_MILLIS));
    try {
      return new Connection(opened);
    } catch (IOException e) {
      opened.carrier().close();
      throw e;
    }
  }

  /** Writes whole messages with their lengths in front. */
  void write(byte[] bytes) throws IOException {
    writing.lock();
    try {
      writeAlone(bytes);
    } finally {
      writing.unlock();
    }
  }

  /** As {@link #write(byte[])}, unless another thread is about it. {@return whether it was done} */
  boolean writeIfFree(byte[] bytes) throws IOException {
    if (!writing.tryLock()) {
      return false;
    }
    try {
      writeAlone(bytes);
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void writeAlone(byte[] bytes) throws IOException {
    writingSince = Math.max(1, System.nanoTime());
    try {
      out.write(bytes);
    } finally {
      writingSince = 0;
    }
  }

  /**
   * {@return whether a write has gone on for longer than {@code millis}, and nothing has arrived
   * meanwhile} To be asked by one thread, again and again: the other side may be there, and not
   * read for a while.
   */
  boolean isStuck(long millis) throws IOException {
    long since = writingSince;
    long now = System.nanoTime();
    int here = in.available() + hidden();
    if (since == 0 || here > arrived) {
      arrivedAt = now;
    }
    arrived = here;
    return since != 0 && now - Math.max(since, arrivedAt) > millis * 1_000_000;
  }

  /** {@return whether a write has gone on for longer than {@code millis}} */
  boolean isWritingForLongerThan(long millis) {
    long since = writingSince;
    return since != 0 && System.nanoTime() - since > millis * 1_000_000;
  }

  /** Waits for a message, for {@code millis} at most between two of its bytes. */
  Message read(long millis) throws IOException {
    socket.setSoTimeout(Math.clamp(millis, 1, Integer.MAX_VALUE));
    int length = in.readInt();
    if (length < 1 || length > Message.MAX_BYTES) {
      throw new IOException(
          "a message of " + length + " bytes (at most " + Message.MAX_BYTES + ")");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    try {
      return Message.parse(bytes);
    } catch (MalformedMessageException e) {
      throw new IOException("a malformed message: " + e.getMessage(), e);
    }
  }

  /** {@return whether a message has begun to arrive, or does within a millisecond} */
  boolean isReadySoon() throws IOException {
    return in.available() >= Integer.BYTES || isDecrypted();
  }

  private boolean isDecrypted() throws IOException {
    socket.setSoTimeout(1);
    in.mark(1);
    try {
      if (in.read() < 0) {
        throw new EOFException("the other side has closed the connection");
      }
      in.reset();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** {@return whether a message has begun to arrive} */
  boolean isReady() throws IOException {
    return in.available() >= Integer.BYTES || (hidden() > 0 && isDecrypted());
  }

  /** {@return how many bytes have arrived of which it is not known yet what they say} */
  private int hidden() throws IOException {
    return encrypted ? carrier.getInputStream().available() : 0;
  }

  @Override
  public void close() {
    try {
      // At once: what is encrypted would be said goodbye to behind a write that may stand still.
      carrier.close();
    } catch (IOException ignored) {
      // It is closed all the same; what was on its way is sent again over the next one.
    }
  }
}

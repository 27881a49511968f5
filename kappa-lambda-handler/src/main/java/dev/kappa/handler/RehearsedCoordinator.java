package dev.kappa.handler;

import dev.kappa.wire.Assignment;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.Message;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * A coordinator in this process for one worker: it hands out the tasks that it was given, accepts
 * all that is committed, and lets the worker go. Closing ends its thread.
 */
final class RehearsedCoordinator implements AutoCloseable {
  private static final int SILENCE_MILLIS = 5_000;

  private final Deque<Assignment> tasks;
  private final ServerSocket server;
  private final Thread thread;

  RehearsedCoordinator(Collection<Assignment> tasks) throws IOException {
    this.tasks = new ArrayDeque<>(tasks);
    this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.thread = Thread.ofPlatform().daemon().name("kappa-rehearsal").start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    try (Socket socket = server.accept()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(SILENCE_MILLIS);
      converse(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
    } catch (IOException | MalformedMessageException e) {
      // The worker has hung up, or is not heard any more: it knows how its part ended.
    }
  }

  private void converse(DataInputStream in, OutputStream out)
      throws IOException, MalformedMessageException {
    while (true) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      ByteWriter reply = Message.frame(reply(Message.parse(bytes)));
      out.write(reply.array(), 0, reply.size());
    }
  }

  private Message reply(Message asked) throws IOException {
    return switch (asked) {
      case Message.Hello m -> new Message.Welcome(0, SILENCE_MILLIS, 0, List.of());
      case Message.Poll m -> next();
      case Message.Commits m -> Recorder.reply(m.commit());
      default -> throw new IOException("not in a rehearsal: " + asked);
    };
  }

  private Message next() {
    Assignment task = tasks.poll();
    return task == null ? new Message.Released() : new Message.Assigned(task);
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join(SILENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

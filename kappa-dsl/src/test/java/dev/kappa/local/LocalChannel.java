package dev.kappa.local;

import dev.kappa.ChannelClosedException;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A bounded queue with those that wait for it. */
final class LocalChannel {
  private static final Next TAKEN = new Next.Holding(Payload.NONE);

  private final int capacity;
  private final BiConsumer<LocalTask, Next> wake;
  private final Deque<Payload> messages = new ArrayDeque<>();
  private final Deque<LocalTask> receivers = new ArrayDeque<>();
  private final Deque<LocalTask> senders = new ArrayDeque<>();
  private boolean closed;

  LocalChannel(int capacity, BiConsumer<LocalTask, Next> wake) {
    this.capacity = capacity;
    this.wake = wake;
  }

  /** {@return what the sender goes on with; null if it has to wait} */
  @Nullable Next send(LocalTask sender, Payload message) {
    if (closed) {
      return closedError();
    }
    LocalTask receiver = receivers.poll();
    if (receiver != null) {
      wake.accept(receiver, new Next.Holding(message));
      return TAKEN;
    }
    if (messages.size() >= capacity) {
      senders.add(sender);
      return null;
    }
    messages.add(message);
    return TAKEN;
  }

  /** {@return what the receiver goes on with; null if it has to wait} */
  @Nullable Next receive(LocalTask receiver) {
    LocalTask sender = senders.poll();
    if (sender != null && sender.next instanceof Next.Send send) {
      messages.add(send.message());
      wake.accept(sender, TAKEN);
    }
    Payload oldest = messages.poll();
    if (oldest != null) {
      return new Next.Holding(oldest);
    }
    if (closed) {
      return closedError();
    }
    receivers.add(receiver);
    return null;
  }

  void close() {
    closed = true;
    while (!receivers.isEmpty()) {
      wake.accept(receivers.remove(), closedError());
    }
    while (!senders.isEmpty()) {
      wake.accept(senders.remove(), closedError());
    }
  }

  void leave(LocalTask task) {
    receivers.remove(task);
    senders.remove(task);
  }

  private static Next closedError() {
    return new Next.Raising(
        Failure.of(
            ErrorCode.CHANNEL_CLOSED.text(),
            ChannelClosedException.class.getName(),
            "the channel is closed",
            null));
  }
}

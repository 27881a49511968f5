package dev.kappa.coordinator.core;

import dev.kappa.ChannelClosedException;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import io.vavr.Tuple2;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Channels: first in, first out for messages, blocked receivers and blocked senders. While
 * receivers wait there is no message; while senders wait the channel is full.
 */
final class Channels {
  private static final Next TAKEN = new Next.Holding(Payload.NONE);

  private Channels() {}

  /** {@return what the sender goes on with; null if it has to wait: then nothing was sent} */
  static @Nullable Next send(Transition t, Next.Send send) {
    Handle id = send.channel();
    ChannelState channel = t.channel(id);
    if (channel == null) {
      return unknown(id, "send to");
    }
    if (channel.closed()) {
      return closed(id, "send to");
    }
    if (send.messages().size() > channel.receivers().size() + channel.room()) {
      return null;
    }
    send.messages().forEach(message -> deliver(t, id, message));
    return TAKEN;
  }

  /** Sends as many messages as there is room for. {@return the others} */
  static Next.Send sendSome(Transition t, Next.Send send) {
    ChannelState channel = known(t, send.channel());
    int count = channel.receivers().size() + channel.room();
    send.messages().subList(0, count).forEach(message -> deliver(t, send.channel(), message));
    return new Next.Send(send.channel(), send.messages().subList(count, send.messages().size()));
  }

  private static void deliver(Transition t, Handle id, Payload message) {
    ChannelState channel = known(t, id);
    if (channel.receivers().isEmpty()) {
      put(t, id, channel, message);
    } else {
      TaskState receiver = t.task(channel.receivers().head()._2);
      Waiting.wake(t, receiver, receives(id), new Next.Holding(message));
    }
  }

  /** {@return what the receiver goes on with; null if it has to wait} */
  static @Nullable Next receive(Transition t, Handle id) {
    ChannelState channel = t.channel(id);
    if (channel == null) {
      return unknown(id, "receive from");
    }
    if (!channel.messages().isEmpty()) {
      Tuple2<Long, Payload> oldest = channel.messages().head();
      t.removeMessage(id, oldest._1, oldest._2);
      t.put(id, channel.with(channel.messages().remove(oldest._1)));
      admit(t, id);
      return new Next.Holding(oldest._2);
    }
    if (!channel.senders().isEmpty()) {
      return new Next.Holding(takeFrom(t, id));
    }
    return channel.closed() ? closed(id, "receive from") : null;
  }

  /** Lets the message in of the sender that blocked first, now that there is room. */
  private static void admit(Transition t, Handle id) {
    if (!known(t, id).senders().isEmpty()) {
      Payload message = takeFrom(t, id);
      put(t, id, known(t, id), message);
    }
  }

  /** {@return the first message of the sender that blocked first} It goes on if that is all. */
  private static Payload takeFrom(Transition t, Handle id) {
    TaskState sender = t.task(known(t, id).senders().head()._2);
    List<Payload> messages = sent(sender, id).messages();
    if (messages.size() == 1) {
      Waiting.wake(t, sender, sends(id), TAKEN);
    } else {
      Next rest = new Next.Send(id, messages.subList(1, messages.size()));
      t.put(sender.with(TaskStatus.WAITING, rest, sender.ticket()));
    }
    return messages.getFirst();
  }

  private static Next.Send sent(TaskState sender, Handle id) {
    for (Next.Source source : Waiting.sources(Waiting.wait(sender))) {
      if (source instanceof Next.Send send && send.channel().equals(id)) {
        return send;
      }
    }
    throw new IllegalStateException("a blocked sender sends nothing: " + sender.next());
  }

  private static Predicate<Next.Source> sends(Handle id) {
    return source -> source instanceof Next.Send send && send.channel().equals(id);
  }

  private static Predicate<Next.Source> receives(Handle id) {
    return source -> source instanceof Next.Receive receive && receive.channel().equals(id);
  }

  private static ChannelState known(Transition t, Handle id) {
    ChannelState channel = t.channel(id);
    if (channel == null) {
      throw new IllegalStateException("no channel " + id);
    }
    return channel;
  }

  private static void put(Transition t, Handle id, ChannelState channel, Payload message) {
    ChannelState more = channel.put(message);
    t.put(id, more);
    t.storeMessage(id, more.sent(), message);
  }

  /** Lets a task wait behind all others, if {@code source} is a channel. */
  static void enter(Transition t, Next.Source source, TaskState task) {
    Handle id = channel(source);
    if (id != null) {
      t.put(id, known(t, id).enter(source, task.ticket(), task.id()));
    }
  }

  /** Lets it wait there no more. */
  static void leave(Transition t, Next.Source source, TaskState task) {
    Handle id = channel(source);
    ChannelState channel = id == null ? null : t.channel(id);
    if (id != null && channel != null) {
      t.put(id, channel.leave(task.ticket()));
    }
  }

  /** {@return the channel that it is; null if it is none} */
  static @Nullable Handle channel(Next.Source source) {
    return switch (source) {
      case Next.Receive n -> n.channel();
      case Next.Send n -> n.channel();
      case Next.Await n -> null;
      case Next.Sleep n -> null;
      case Next.Signal n -> null;
    };
  }

  static void close(Transition t, Handle id) {
    ChannelState channel = t.channel(id);
    if (channel == null || channel.closed()) {
      return;
    }
    t.put(id, channel.close());
    for (Handle task : channel.receivers().values()) {
      wakeAtClosed(t, task, receives(id), closed(id, "receive from"));
    }
    for (Handle task : channel.senders().values()) {
      wakeAtClosed(t, task, sends(id), closed(id, "send to"));
    }
  }

  /** Wakes it, unless it also waited on the other side and was woken there. */
  private static void wakeAtClosed(
      Transition t, Handle task, Predicate<Next.Source> by, Next closed) {
    TaskState waiting = t.task(task);
    if (waiting.status() == TaskStatus.WAITING) {
      Waiting.wake(t, waiting, by, closed);
    }
  }

  private static Next unknown(Handle id, String verb) {
    return new Next.Raising(
        Lives.failure(
            ErrorCode.INVALID_ARGUMENT,
            KappaException.class.getName(),
            verb + " channel " + id + Hand.NOT_THERE));
  }

  private static Next closed(Handle id, String verb) {
    return new Next.Raising(
        Lives.failure(
            ErrorCode.CHANNEL_CLOSED,
            ChannelClosedException.class.getName(),
            verb + " channel " + id + ", which is closed"));
  }
}

package dev.kappa.coordinator.core;

import dev.kappa.ChannelClosedException;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import io.vavr.Tuple2;
import org.jspecify.annotations.Nullable;

/**
 * Channels: first in, first out for messages, blocked receivers and blocked senders. While
 * receivers wait there is no message; while senders wait the channel is full.
 */
final class Channels {
  private static final Next TAKEN = new Next.Holding(Payload.NONE);

  private Channels() {}

  /** {@return what the sender goes on with; null if it has to wait} */
  static @Nullable Next send(Transition t, Handle id, Payload message) {
    ChannelState channel = t.channel(id);
    if (channel == null) {
      return unknown(id, "send to");
    }
    if (channel.closed()) {
      return closed(id, "send to");
    }
    if (!channel.receivers().isEmpty()) {
      Tuple2<Long, Handle> receiver = channel.receivers().head();
      t.put(id, channel.receivers(channel.receivers().remove(receiver._1)));
      Lives.goOn(t, t.task(receiver._2), new Next.Holding(message));
      return TAKEN;
    }
    if (channel.full()) {
      return null;
    }
    put(t, id, channel, message);
    return TAKEN;
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
      ChannelState left = channel.with(channel.messages().remove(oldest._1));
      t.put(id, left);
      admit(t, id, left);
      return new Next.Holding(oldest._2);
    }
    if (!channel.senders().isEmpty()) {
      return new Next.Holding(takeFrom(t, id, channel));
    }
    return channel.closed() ? closed(id, "receive from") : null;
  }

  /** Lets the sender in that blocked first, now that there is room. */
  private static void admit(Transition t, Handle id, ChannelState channel) {
    if (!channel.senders().isEmpty()) {
      Payload message = takeFrom(t, id, channel);
      put(t, id, channel.senders(channel.senders().tail()), message);
    }
  }

  private static Payload takeFrom(Transition t, Handle id, ChannelState channel) {
    TaskState sender = t.task(channel.senders().head()._2);
    t.put(id, channel.senders(channel.senders().tail()));
    Lives.goOn(t, sender, TAKEN);
    if (sender.next() instanceof Next.Send send) {
      return send.message();
    }
    throw new IllegalStateException("a blocked sender sends nothing: " + sender.next());
  }

  private static void put(Transition t, Handle id, ChannelState channel, Payload message) {
    ChannelState more = channel.put(message);
    t.put(id, more);
    t.storeMessage(id, more.sent(), message);
  }

  /** {@return the ticket of a task that now waits behind all others} */
  static long block(Transition t, Handle id, TaskState task, boolean sends) {
    ChannelState channel = t.channel(id);
    if (channel == null) {
      throw new IllegalStateException("no channel " + id);
    }
    ChannelState next = channel.ticket();
    long ticket = next.tickets();
    t.put(
        id,
        sends
            ? next.senders(next.senders().put(ticket, task.id()))
            : next.receivers(next.receivers().put(ticket, task.id())));
    return ticket;
  }

  static void leave(Transition t, Handle id, TaskState task) {
    ChannelState channel = t.channel(id);
    if (channel != null) {
      ChannelState fewer = channel.receivers(channel.receivers().remove(task.ticket()));
      t.put(id, fewer.senders(fewer.senders().remove(task.ticket())));
    }
  }

  static void close(Transition t, Handle id) {
    ChannelState channel = t.channel(id);
    if (channel == null || channel.closed()) {
      return;
    }
    ChannelState shut = channel.close();
    t.put(id, shut.receivers(shut.receivers().take(0)).senders(shut.senders().take(0)));
    for (Handle task : channel.receivers().values()) {
      Lives.goOn(t, t.task(task), closed(id, "receive from"));
    }
    for (Handle task : channel.senders().values()) {
      Lives.goOn(t, t.task(task), closed(id, "send to"));
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

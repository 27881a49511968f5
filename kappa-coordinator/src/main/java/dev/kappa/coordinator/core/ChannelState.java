package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import io.vavr.collection.TreeMap;

/**
 * A channel.
 *
 * @param capacity how many messages it holds
 * @param closed whether it takes no more
 * @param sent how many messages were ever put in: the number of the last
 * @param messages those in it, by number
 * @param receivers who waits for a message, by ticket; kept with the tasks
 * @param senders who waits for room, by ticket; kept with the tasks
 */
record ChannelState(
    int capacity,
    boolean closed,
    long sent,
    TreeMap<Long, Payload> messages,
    TreeMap<Long, Handle> receivers,
    TreeMap<Long, Handle> senders) {

  static ChannelState create(int capacity) {
    return new ChannelState(capacity, false, 0, TreeMap.empty(), TreeMap.empty(), TreeMap.empty());
  }

  /** {@return for how many messages more there is room} */
  int room() {
    return Math.max(0, capacity - messages.size());
  }

  ChannelState close() {
    return new ChannelState(capacity, true, sent, messages, receivers, senders);
  }

  ChannelState put(Payload message) {
    return new ChannelState(
        capacity, closed, sent + 1, messages.put(sent + 1, message), receivers, senders);
  }

  ChannelState restore(long number, Payload message) {
    return with(messages.put(number, message));
  }

  ChannelState with(TreeMap<Long, Payload> newMessages) {
    return new ChannelState(capacity, closed, sent, newMessages, receivers, senders);
  }

  ChannelState receivers(TreeMap<Long, Handle> waiting) {
    return new ChannelState(capacity, closed, sent, messages, waiting, senders);
  }

  ChannelState senders(TreeMap<Long, Handle> waiting) {
    return new ChannelState(capacity, closed, sent, messages, receivers, waiting);
  }

  /** {@return with a task that waits for {@code source} here} */
  ChannelState enter(Next.Source source, long ticket, Handle task) {
    return switch (source) {
      case Next.Receive n -> receivers(receivers.put(ticket, task));
      case Next.Send n -> senders(senders.put(ticket, task));
      case Next.Await n -> this;
      case Next.Sleep n -> this;
      case Next.Signal n -> this;
    };
  }

  /** {@return without it} */
  ChannelState leave(long ticket) {
    return receivers(receivers.remove(ticket)).senders(senders.remove(ticket));
  }

  byte[] toBytes(Format format) {
    return format.begin(32).varint(capacity).bool(closed).varint(sent).toBytes();
  }

  static ChannelState read(byte[] bytes) {
    return Entities.read(bytes, ChannelState::read);
  }

  private static ChannelState read(ByteReader in) {
    return new ChannelState(
        in.count(), in.bool(), in.varint(), TreeMap.empty(), TreeMap.empty(), TreeMap.empty());
  }
}

package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import io.vavr.collection.TreeMap;

/**
 * A channel.
 *
 * @param capacity how many messages it holds
 * @param closed whether it takes no more
 * @param sent how many messages were ever put in: the number of the last
 * @param tickets how many tasks have ever blocked on it: the ticket of the last
 * @param messages those in it, by number
 * @param receivers who waits for a message, by ticket; kept with the tasks
 * @param senders who waits for room, by ticket; kept with the tasks
 */
record ChannelState(
    int capacity,
    boolean closed,
    long sent,
    long tickets,
    TreeMap<Long, Payload> messages,
    TreeMap<Long, Handle> receivers,
    TreeMap<Long, Handle> senders) {

  static ChannelState create(int capacity) {
    return new ChannelState(
        capacity, false, 0, 0, TreeMap.empty(), TreeMap.empty(), TreeMap.empty());
  }

  boolean full() {
    return messages.size() >= capacity;
  }

  ChannelState close() {
    return new ChannelState(capacity, true, sent, tickets, messages, receivers, senders);
  }

  ChannelState put(Payload message) {
    return new ChannelState(
        capacity, closed, sent + 1, tickets, messages.put(sent + 1, message), receivers, senders);
  }

  ChannelState restore(long number, Payload message) {
    return with(messages.put(number, message));
  }

  ChannelState with(TreeMap<Long, Payload> newMessages) {
    return new ChannelState(capacity, closed, sent, tickets, newMessages, receivers, senders);
  }

  ChannelState receivers(TreeMap<Long, Handle> waiting) {
    return new ChannelState(capacity, closed, sent, tickets, messages, waiting, senders);
  }

  ChannelState senders(TreeMap<Long, Handle> waiting) {
    return new ChannelState(capacity, closed, sent, tickets, messages, receivers, waiting);
  }

  ChannelState ticket() {
    return new ChannelState(capacity, closed, sent, tickets + 1, messages, receivers, senders);
  }

  byte[] toBytes() {
    return new ByteWriter(32)
        .u8(Entities.FORMAT)
        .varint(capacity)
        .bool(closed)
        .varint(sent)
        .varint(tickets)
        .toBytes();
  }

  static ChannelState read(byte[] bytes) {
    ByteReader in = Entities.open(bytes);
    return new ChannelState(
        in.count(),
        in.bool(),
        in.varint(),
        in.varint(),
        TreeMap.empty(),
        TreeMap.empty(),
        TreeMap.empty());
  }
}

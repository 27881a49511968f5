package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.Handle;
import io.vavr.collection.TreeMap;

/**
 * Tasks of which only so many run at once.
 *
 * @param atMost how many
 * @param running how many have begun and not ended; kept with the tasks
 * @param queued who waits for its turn, by its number; kept with the tasks
 */
record GroupState(int atMost, int running, TreeMap<Long, Handle> queued) {
  static GroupState create(int atMost) {
    return new GroupState(atMost, 0, TreeMap.empty());
  }

  boolean full() {
    return running >= atMost;
  }

  GroupState running(int change) {
    return new GroupState(atMost, running + change, queued);
  }

  GroupState queued(TreeMap<Long, Handle> waiting) {
    return new GroupState(atMost, running, waiting);
  }

  byte[] toBytes(Format format) {
    return format.begin(16).varint(atMost).toBytes();
  }

  static GroupState read(byte[] bytes) {
    return create(Entities.read(bytes, ByteReader::count));
  }
}

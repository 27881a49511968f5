package dev.kappa.coordinator.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.SlotHash;
import java.util.UUID;
import java.util.function.IntPredicate;

/**
 * The names of all keys. Those of a partition share a hash tag, so that one script can work on them
 * in a Redis Cluster as well.
 */
final class Keys {
  /** The store's description. The only key without a tag: it has a slot of its own. */
  static final byte[] META = bytes("kappa:meta");

  /** A master of a single slot is missed with a probability of less than e^-60. */
  private static final int PROBE_TRIES = 1_000_000;

  private final String prefix;

  private Keys(String tag) {
    prefix = "kappa:{" + tag + "}:";
  }

  static Keys ofPartition(int partition) {
    return new Keys("p" + partition);
  }

  /** Keys of what the coordinators know of each other. */
  static Keys ofMembers() {
    return new Keys("members");
  }

  /** Keys that no partition uses, to try out what the server lets us do with slots that fit. */
  static Keys ofProbe(IntPredicate slot) {
    for (int i = 0; i < PROBE_TRIES; i++) {
      Keys keys = new Keys("probe-" + UUID.randomUUID());
      if (slot.test(keys.slot())) {
        return keys;
      }
    }
    throw new IllegalStateException("no name has a slot that fits");
  }

  /** {@return the hash slot of all these keys} */
  int slot() {
    return SlotHash.getSlot(header());
  }

  byte[] members() {
    return bytes(prefix + "live");
  }

  byte[] leases() {
    return bytes(prefix + "leases");
  }

  byte[] format() {
    return bytes(prefix + "format");
  }

  byte[] header() {
    return bytes(prefix + "header");
  }

  byte[] wake() {
    return bytes(prefix + "wake");
  }

  byte[] runs() {
    return bytes(prefix + "runs");
  }

  byte[] expiring() {
    return bytes(prefix + "expiring");
  }

  byte[] run(String run) {
    return bytes(prefix + "run:" + run);
  }

  byte[] runPrefix() {
    return bytes(prefix + "run:");
  }

  byte[] result(String run) {
    return bytes(prefix + "result:" + run);
  }

  byte[] resultPrefix() {
    return bytes(prefix + "result:");
  }

  byte[] blobNames(String run) {
    return bytes(prefix + "blobs:" + run);
  }

  byte[] blobPrefix(String run) {
    return bytes(prefix + "blob:" + run + ":");
  }

  byte[] blob(String run, String name) {
    return bytes(prefix + "blob:" + run + ":" + name);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}

package dev.kappa.coordinator.store;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The names of all keys. Those of a partition share a hash tag, so that one script can work on them
 * in a Redis Cluster as well.
 */
final class Keys {
  /** The store's description. */
  static final byte[] META = bytes("kappa:meta");

  private final String prefix;

  private Keys(String tag) {
    prefix = "kappa:{" + tag + "}:";
  }

  static Keys ofPartition(int partition) {
    return new Keys("p" + partition);
  }

  /** Keys that no partition uses, to try out what the server lets us do. */
  static Keys ofProbe(String nonce) {
    return new Keys("probe-" + nonce);
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

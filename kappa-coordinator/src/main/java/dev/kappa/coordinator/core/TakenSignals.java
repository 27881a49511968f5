package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import io.vavr.collection.Map;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which signals a run has had that is over. What they came with is gone; a digest of each is kept
 * as long as the run's result is. So who gave one and has lost the answer is told the same when it
 * asks again, and not that it came too late.
 *
 * @param digests 8 bytes of the SHA-256 of each, in ascending order; at most {@link Signals#MOST}
 */
record TakenSignals(List<Long> digests) {
  static final TakenSignals NONE = new TakenSignals(List.of());

  TakenSignals {
    digests = List.copyOf(digests);
  }

  /** {@return the signals of these names} */
  static TakenSignals of(Map<String, byte[]> signals) {
    List<Long> digests = new ArrayList<>();
    signals.forEach((name, json) -> digests.add(digest(name, json)));
    digests.sort(null);
    return new TakenSignals(digests);
  }

  /** {@return whether it was taken, with the same value} */
  boolean has(String name, byte[] json) {
    return !digests.isEmpty() && digests.contains(digest(name, json));
  }

  private static long digest(String name, byte[] json) {
    byte[] text = name.getBytes(UTF_8);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
      sha.update(text);
      return ByteBuffer.wrap(sha.digest(json)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void write(ByteWriter out) {
    out.varint(digests.size());
    digests.forEach(out::i64);
  }

  static TakenSignals read(ByteReader in) {
    List<Long> digests = new ArrayList<>();
    for (long left = in.varint(); left > 0; left--) {
      digests.add(in.i64());
    }
    return new TakenSignals(digests);
  }
}

package dev.kappa.coordinator.engine;

import dev.kappa.wire.RunId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Ids of runs: 16 characters of 80 bits, from the idempotency key if there is one. */
final class RunIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  static String idFor(@Nullable String key) {
    if (key != null) {
      return RunId.of(key);
    }
    byte[] bytes = new byte[RunId.BYTES];
    RANDOM.nextBytes(bytes);
    return RunId.of(bytes);
  }

  static long digest(String text) {
    return new BigInteger(sha256(text)).longValue();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

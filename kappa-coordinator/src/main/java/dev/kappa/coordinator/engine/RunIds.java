package dev.kappa.coordinator.engine;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ids of runs: 16 characters of 80 bits, from the idempotency key if there is one. */
final class RunIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 10;

  private RunIds() {}

  static String idFor(@Nullable String key) {
    byte[] bytes = new byte[BYTES];
    if (key == null) {
      RANDOM.nextBytes(bytes);
    } else {
      System.arraycopy(sha256("key:" + key), 0, bytes, 0, BYTES);
    }
    String digits = new BigInteger(1, bytes).toString(32).toLowerCase(Locale.ROOT);
    return "0".repeat(16 - digits.length()) + digits;
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

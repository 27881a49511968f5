package dev.kappa.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Ids of runs: 16 characters of 80 bits, the same for the same idempotency key. */
public final class RunId {
  /** How many bytes tell runs apart. */
  public static final int BYTES = 10;

  private static final int CHARACTERS = 16;

  private RunId() {}

  /** {@return the id of the run that a start under {@code key} makes} */
  public static String of(String key) {
    byte[] bytes = new byte[BYTES];
    System.arraycopy(sha256("key:" + key), 0, bytes, 0, BYTES);
    return of(bytes);
  }

  /** {@return the id of these {@value #BYTES} bytes} */
  public static String of(byte[] bytes) {
    String digits = new BigInteger(1, bytes).toString(32).toLowerCase(Locale.ROOT);
    return "0".repeat(CHARACTERS - digits.length()) + digits;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

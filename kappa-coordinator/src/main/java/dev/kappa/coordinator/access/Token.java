package dev.kappa.coordinator.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A token of a client: 256 random bits, so a plain hash of it says nothing that could be guessed.
 */
public record Token(String text) {
  /** By which scanners find one that lies where it should not. */
  private static final String PREFIX = "kappa_";

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** {@return a new one} */
  public static Token random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** {@return the line of a file of tokens that stands for it} It does not hold the token. */
  public String line(String name, Role role) {
    return "%s %s %s"
        .formatted(
            name, role.name().toLowerCase(Locale.ROOT), HexFormat.of().formatHex(hash(text)));
  }

  static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }

  /** Shows nothing of it. */
  @Override
  public String toString() {
    return "Token";
  }
}

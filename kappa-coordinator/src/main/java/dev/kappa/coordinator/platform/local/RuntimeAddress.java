package dev.kappa.coordinator.platform.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where the Runtime API of one worker process is: a port, and a path in it that is 160 random bits.
 * The process is told it in its environment, which its account alone can read, so who merely
 * reaches the port can neither take the worker's invocations nor answer them.
 *
 * @param secret the first part of the path
 */
record RuntimeAddress(String secret) {
  private static final int BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  static RuntimeAddress random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new RuntimeAddress(HexFormat.of().formatHex(bytes));
  }

  /** {@return what {@code AWS_LAMBDA_RUNTIME_API} says, to which clients add the rest of a path} */
  String on(int port) {
    return "127.0.0.1:" + port + "/" + secret;
  }

  /**
   * {@return the path behind the secret; null if another stands there} The time that it takes says
   * nothing of how much was right.
   */
  @Nullable String pathIn(String uri) {
    int end = uri.indexOf('/', 1);
    String shown = end < 0 ? "" : uri.substring(1, end);
    boolean known =
        MessageDigest.isEqual(
            shown.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    return known ? uri.substring(end) : null;
  }

  /** Shows nothing of it. */
  @Override
  public String toString() {
    return "RuntimeAddress";
  }
}

package dev.kappa.coordinator.access;

import dev.kappa.wire.SignalProof;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one coordinator shows another with a request that it sends on: until when it holds, and the
 * HMAC-SHA256 of that time, of the method, of the path with its query, and of the SHA-256 of the
 * body, under a key that coordinators of the store alone have. Who sees one may repeat that request
 * for that time, and can make no other: nothing else that a request has counts where this is shown.
 * It says nothing of the answer.
 */
public final class PeerProof {
  /** For clocks that differ; a request itself takes a minute at most. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17})\\.[0-9a-f]{64}");

  private PeerProof() {}

  /**
   * {@return the proof of a request}
   *
   * @param key as in {@link Keys#peers}
   * @param target the path, and {@code ?} with the query if there is one, as it is sent
   * @param nowMillis since 1970
   */
  public static String of(String key, String method, String target, byte[] body, long nowMillis) {
    return signed(key, method, target, body, String.valueOf(nowMillis + LIFE.toMillis()));
  }

  /** {@return whether it is that request's, and holds} Takes as long for each wrong one. */
  public static boolean fits(
      String shown, String key, String method, String target, byte[] body, long nowMillis) {
    Matcher form = FORM.matcher(shown);
    return form.matches()
        && MessageDigest.isEqual(
            shown.getBytes(StandardCharsets.UTF_8),
            signed(key, method, target, body, form.group(1)).getBytes(StandardCharsets.UTF_8))
        && isNow(Long.parseLong(form.group(1)), nowMillis);
  }

  /** One that holds for much longer is of a coordinator whose clock is wrong. */
  private static boolean isNow(long endMillis, long nowMillis) {
    return endMillis > nowMillis && endMillis - nowMillis <= 2 * LIFE.toMillis();
  }

  private static String signed(
      String key, String method, String target, byte[] body, String endMillis) {
    // Neither a method nor a target has line breaks: no two requests give one text.
    String text = String.join("\n", endMillis, method, target, sha256(body));
    return endMillis + "." + HexFormat.of().formatHex(SignalProof.hmac(key, text));
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

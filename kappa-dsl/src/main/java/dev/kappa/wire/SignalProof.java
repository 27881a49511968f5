package dev.kappa.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the address of a signal shows, so that who was given it may complete that one signal of that
 * one run, and nothing else: the HMAC-SHA256 of both names under a key that coordinators and
 * workers of the store have.
 */
public final class SignalProof {
  /** The name of the address's parameter. */
  public static final String PARAMETER = "proof";

  private SignalProof() {}

  /**
   * {@return the proof for a signal, in hexadecimal digits}
   *
   * @param key not empty
   */
  public static String of(String key, String run, String signal) {
    // A run's id and a signal's name have no line breaks: no two pairs give one text.
    return HexFormat.of().formatHex(hmac(key, "signal\n" + run + "\n" + signal));
  }

  /** {@return whether it is that signal's; takes as long for each wrong one} */
  public static boolean fits(String proof, String key, String run, String signal) {
    return MessageDigest.isEqual(
        proof.getBytes(StandardCharsets.UTF_8),
        of(key, run, signal).getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the HMAC-SHA256 of {@code text}} */
  public static byte[] hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JDK has HmacSHA256", e);
    }
  }
}

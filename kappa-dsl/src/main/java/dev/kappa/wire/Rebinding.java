package dev.kappa.wire;

import java.util.regex.Pattern;

/**
 * A lambda's body that was edited, and the one that may stand for it.
 *
 * @param type the class in whose code both are written, as {@code a.b.C}
 * @param from the fingerprint of the one that stored values hold, as hexadecimal digits
 * @param to that of the other
 */
public record Rebinding(String type, String from, String to) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");

  /** Checks that the fingerprints are some, and that the names are no longer than they may be. */
  public Rebinding {
    if (!isFingerprint(from) || !isFingerprint(to) || type.isEmpty() || type.length() > 1000) {
      throw new MalformedMessageException(
          "rebinding: %s, %s to %s (expected: a class, two fingerprints of 32 hexadecimal digits)"
              .formatted(type, from, to));
    }
  }

  private static boolean isFingerprint(String text) {
    return FINGERPRINT.matcher(text).matches();
  }

  /** Writes this. */
  public void write(ByteWriter out) {
    out.text(type).text(from).text(to);
  }

  /** Reads one. */
  public static Rebinding read(ByteReader in) {
    return new Rebinding(in.text(), in.text(), in.text());
  }
}

package dev.kappa.coordinator.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client of a local Lambda service signs its requests with. The id of the key is what the
 * service looks at, so it is a secret, too: 160 random bits. The signature is not checked: who
 * could read the id on loopback could also read the payload, and needs no signature of its own.
 *
 * @param accessKeyId as the SDK takes it
 * @param secretAccessKey as the SDK takes it
 */
public record InvokeCredentials(String accessKeyId, String secretAccessKey) {
  private static final Pattern AUTHORIZATION =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/, ]{1,128})/.{1,1000}");
  private static final String PREFIX = "KAPPA";
  private static final int BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** {@return new ones} */
  public static InvokeCredentials random() {
    return new InvokeCredentials(PREFIX + hex(), hex());
  }

  private static String hex() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /**
   * {@return whether a request was signed with them, by its header {@code Authorization}} The time
   * that it takes says nothing of how much was right.
   */
  public boolean signed(@Nullable String authorization) {
    Matcher form = AUTHORIZATION.matcher(authorization == null ? "" : authorization);
    return form.matches()
        && MessageDigest.isEqual(
            form.group(1).getBytes(StandardCharsets.UTF_8),
            accessKeyId.getBytes(StandardCharsets.UTF_8));
  }

  /** Shows nothing of them. */
  @Override
  public String toString() {
    return "InvokeCredentials";
  }
}

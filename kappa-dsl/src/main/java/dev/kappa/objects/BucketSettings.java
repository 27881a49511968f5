package dev.kappa.objects;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a bucket is reached, and how what is written there is encrypted. What is null is as the
 * environment says, or as the bucket is set up.
 *
 * @param region such as {@code eu-central-1}
 * @param endpoint another server than AWS's, such as {@code http://127.0.0.1:9000}
 * @param pathStyle whether a bucket's name is part of the path, not of the host's name; null for
 *     true where {@code endpoint} is given
 * @param encryption {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
 * @param kmsKey the id or ARN of a key of KMS; only with {@code aws:kms} or {@code aws:kms:dsse}
 */
public record BucketSettings(
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable Boolean pathStyle,
    @Nullable String encryption,
    @Nullable String kmsKey) {
  /** All as the environment says. */
  public static final BucketSettings DEFAULT = new BucketSettings(null, null, null, null, null);

  /** Checks that they go together. */
  public BucketSettings {
    if (region != null && !region.matches("[a-z0-9-]{2,40}")) {
      throw wrong("region", region, "such as eu-central-1");
    }
    if (endpoint != null && (endpoint.getHost() == null || !isHttp(endpoint))) {
      throw wrong("endpoint", endpoint.toString(), "such as http://127.0.0.1:9000");
    }
    if (encryption != null && !encryption.matches("AES256|aws:kms|aws:kms:dsse")) {
      throw wrong("encryption", encryption, "AES256, aws:kms or aws:kms:dsse");
    }
    boolean kms = encryption != null && encryption.startsWith("aws:kms");
    if (kmsKey != null && !kms) {
      throw wrong("kmsKey", kmsKey, "encryption=aws:kms or aws:kms:dsse with it");
    }
  }

  private static boolean isHttp(URI endpoint) {
    return "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
  }

  /** {@return an endpoint} */
  static URI endpoint(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw wrong("endpoint", text, "such as http://127.0.0.1:9000");
    }
  }

  /** {@return whether the bucket's name is part of the path} */
  public Optional<Boolean> usesPath() {
    return pathStyle == null && endpoint != null
        ? Optional.of(true)
        : Optional.ofNullable(pathStyle);
  }

  static KappaException wrong(String name, String value, String expected) {
    return new KappaException(
        ErrorCode.INVALID_ARGUMENT, "%s: '%s' (expected: %s)".formatted(name, value, expected));
  }
}

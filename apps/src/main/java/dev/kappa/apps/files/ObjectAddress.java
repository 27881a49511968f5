package dev.kappa.apps.files;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code s3://bucket/key}, as users write it: all behind the first slash is the key, or what keys
 * begin with, or a pattern.
 */
public record ObjectAddress(String bucket, String key) {
  private static final Pattern FORM =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", Pattern.DOTALL);

  /** {@return whether it is meant for one} */
  public static boolean is(String text) {
    return text.startsWith("s3://");
  }

  /**
   * Reads one.
   *
   * @param input the name of the input that has it, for the error's text
   */
  public static ObjectAddress parse(String input, String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "%s: '%s' (expected: s3://BUCKET/KEY, the bucket in small letters)"
              .formatted(input, text));
    }
    return new ObjectAddress(parts.group(1), parts.group(2) == null ? "" : parts.group(2));
  }

  /** {@return the bucket} Nothing is asked of it yet. */
  public Bucket open() {
    return Bucket.of("s3://" + bucket);
  }

  /** {@return the address of another key of the bucket} */
  public ObjectAddress with(String other) {
    return new ObjectAddress(bucket, other);
  }

  /** {@return the address of another key with the same beginning, up to the last slash} */
  ObjectAddress beside(String name) {
    return with(key.substring(0, key.lastIndexOf('/') + 1) + name);
  }

  /** {@return the same as text, whatever bytes it has} */
  String encoded(String other) {
    return "s3://" + bucket + "/" + Percent.encode(other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}

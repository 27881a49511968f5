package dev.kappa.coordinator.deploy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketSettings;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in S3 jars are put for Lambda to fetch them.
 *
 * @param bucket its name
 * @param prefix of the keys; empty, or with a slash at its end
 */
public record UploadPlace(String bucket, String prefix) {
  private static final Pattern FORM =
      Pattern.compile("s3://(?<bucket>[a-z0-9.-]{3,63})(?:/(?<prefix>.*))?");

  /**
   * {@return the place that {@code text} names, such as {@code s3://bucket/prefix}}
   *
   * @throws KappaException {@code BAD_REQUEST}
   */
  public static UploadPlace parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "'%s' (expected: s3://BUCKET/PREFIX)".formatted(text));
    }
    String prefix = form.group("prefix") == null ? "" : form.group("prefix");
    boolean open = !prefix.isEmpty() && !prefix.endsWith("/");
    return new UploadPlace(form.group("bucket"), open ? prefix + "/" : prefix);
  }

  /** {@return the key of {@code code}: the same jar has the same one} */
  String key(ApplicationCode code) {
    return prefix + code.name() + ".jar";
  }

  /** {@return the address of {@code code}} */
  String address(ApplicationCode code) {
    return "s3://" + bucket + "/" + key(code);
  }

  /** Puts {@code code} there, unless it is there. */
  void put(ApplicationCode code, @Nullable String region) {
    Bucket place = Bucket.of("s3://" + bucket, new BucketSettings(region, null, null, null, null));
    if (place.find(key(code)).map(ObjectEntry::size).filter(s -> s == code.bytes()).isPresent()) {
      return;
    }
    try {
      place.write(key(code), out -> Files.copy(code.jar(), out));
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s can't be read: %s".formatted(code.jar(), e.getMessage()),
          e);
    }
  }
}

package dev.kappa.coordinator.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Where the keys are that encrypt data keys: {@code kms:ARN,file:/etc/kappa/keys}, of which the
 * first is the one to write with; {@code clear} at the end is for a store that was not encrypted
 * before.
 *
 * @param text as the user wrote it, with absolute paths
 */
public record KeySources(String text) {
  private static final String FILE = "file:";
  private static final String CLEAR = "clear";
  private static final String EXPECTED =
      "file:PATH or kms:KEY, others behind commas, clear at the end if values in clear are to be read";
  private static final Pattern KMS =
      Pattern.compile(
          "kms:(?<key>(?:arn:aws[a-z-]*:kms:(?<region>[a-z0-9-]+):\\d{12}:)?(?:key/|alias/)?[A-Za-z0-9/_-]{1,256})"
              + "(?:\\?endpoint=(?<endpoint>[^&?]+))?");

  /**
   * Reads what the user wrote.
   *
   * @throws KappaException {@code INVALID_ARGUMENT}
   */
  public static KeySources parse(String text) {
    List<String> parts = new ArrayList<>();
    List<String> said = List.of(text.split(",", -1));
    for (String each : said) {
      boolean last = parts.size() == said.size() - 1;
      if (each.startsWith(FILE) && each.length() > FILE.length()) {
        parts.add(FILE + path(each).toAbsolutePath().normalize());
      } else if (KMS.matcher(each).matches() || (each.equals(CLEAR) && last && said.size() > 1)) {
        parts.add(each);
      } else {
        throw new KappaException(
            ErrorCode.INVALID_ARGUMENT, "keys: '%s' (expected: %s)".formatted(text, EXPECTED));
      }
    }
    return new KeySources(String.join(",", parts));
  }

  private static Path path(String source) {
    return Path.of(source.substring(FILE.length()));
  }

  /**
   * {@return the keys, one of which has encrypted something} May wait for KMS.
   *
   * @throws KappaException if one can't be read, or that to write with can't be used
   */
  Keyring open() {
    List<KeyEncryptionKey> keys = new ArrayList<>();
    boolean clear = false;
    for (String each : text.split(",", -1)) {
      if (each.startsWith(FILE)) {
        keys.addAll(KeyFile.read(path(each)));
      } else if (each.equals(CLEAR)) {
        clear = true;
      } else {
        keys.add(kms(each));
      }
    }
    Keyring ring = new Keyring(keys, clear);
    try {
      ring.writing().wrap(Gcm.random(Gcm.KEY_BYTES), "check");
      return ring;
    } catch (RuntimeException e) {
      ring.close();
      throw e;
    }
  }

  private static KmsKey kms(String source) {
    Matcher form = KMS.matcher(source);
    if (!form.matches()) {
      throw new IllegalArgumentException(source);
    }
    String region = Optional.ofNullable(form.group("region")).orElseGet(() -> region(source));
    String named = form.group("endpoint");
    URI endpoint = named == null ? null : URI.create(URLDecoder.decode(named, UTF_8));
    return new KmsKey(
        form.group("key"),
        KmsClientOf.at(endpoint, region, null, KmsClientOf.PATIENCE).build(),
        endpoint == null ? "in " + region : "at " + endpoint);
  }

  private static String region(String source) {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--keys %s: %s (expected: the region in AWS_REGION, or the key's ARN)"
              .formatted(source, e.getMessage()),
          e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

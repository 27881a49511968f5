package dev.kappa.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where workers put large values themselves: {@code s3://bucket/prefix?region=…&endpoint=…}. A
 * blob's key is {@code prefix/run/task/attempt/…}: attempts share nothing, and all of a run begins
 * alike.
 *
 * <p>The name of such a blob says that it is there, and not with the coordinator, so that a run may
 * have some of both.
 *
 * @param scheme such as {@code s3}
 * @param bucket the bucket's name
 * @param prefix what all keys begin with, without a slash at its end; may be empty
 * @param settings how the bucket is reached
 * @param inlineBytes larger values become blobs
 * @param sweepSeconds how often what nobody wants is looked for
 * @param seals whether workers encrypt what they put there
 * @param payloadBytes what an invocation is given or returns goes there, too, if it is larger
 */
public record BlobPlace(
    String scheme,
    String bucket,
    String prefix,
    BucketSettings settings,
    int inlineBytes,
    int sweepSeconds,
    boolean seals,
    int payloadBytes) {
  /** Values up to this many bytes travel in commits, unless something else is said. */
  public static final int INLINE = 64 << 10;

  private static final int MOST_INLINE = 1 << 20;
  private static final int SWEEP_SECONDS = 600;
  private static final int DAY_SECONDS = 24 * 3600;
  private static final String MARK = "-s3";
  private static final String SEALED_MARK = "-s3e";
  private static final int PARTS = 3;
  private static final int HASH_BYTES = 16;
  private static final String EXPECTED = "s3://BUCKET/PREFIX, with ?region=NAME and others";

  /**
   * Reads an address.
   *
   * @throws dev.kappa.error.KappaException with {@code INVALID_ARGUMENT}
   */
  public static BlobPlace parse(String text) {
    int query = text.indexOf('?');
    String address = query < 0 ? text : text.substring(0, query);
    if (!address.matches("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9!_.*'()/-]*)?")) {
      throw BucketSettings.wrong("blobs", text, EXPECTED);
    }
    String rest = address.substring("s3://".length());
    int slash = rest.indexOf('/');
    Map<String, String> said = query < 0 ? Map.of() : members(text, text.substring(query + 1));
    return new BlobPlace(
        "s3",
        slash < 0 ? rest : rest.substring(0, slash),
        slash < 0 ? "" : rest.substring(slash + 1).replaceFirst("/+$", ""),
        settings(said),
        number(said, "inline", INLINE, MOST_INLINE),
        number(said, "sweep", SWEEP_SECONDS, DAY_SECONDS),
        bool(said, "seal"),
        number(said, "payload", Carried.MOST_INLINE, Carried.MOST_INLINE));
  }

  private static BucketSettings settings(Map<String, String> said) {
    String endpoint = said.get("endpoint");
    bool(said, "pathStyle");
    String style = said.get("pathStyle");
    return new BucketSettings(
        said.get("region"),
        endpoint == null ? null : BucketSettings.endpoint(endpoint),
        style == null ? null : Boolean.valueOf(style),
        said.get("encryption"),
        said.get("kmsKey"));
  }

  private static boolean bool(Map<String, String> said, String name) {
    String text = said.getOrDefault(name, "false");
    if (!text.matches("true|false")) {
      throw BucketSettings.wrong(name, text, "true or false");
    }
    return Boolean.parseBoolean(text);
  }

  private static Map<String, String> members(String text, String query) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String member : query.split("&", -1)) {
      int equals = member.indexOf('=');
      String name = equals < 0 ? member : member.substring(0, equals);
      if (equals < 0
          || !name.matches(
              "region|endpoint|pathStyle|encryption|kmsKey|inline|sweep|seal|payload")) {
        throw BucketSettings.wrong(
            "blobs",
            text,
            "of settings: region, endpoint, pathStyle, encryption, kmsKey, inline, sweep, seal and payload");
      }
      members.put(name, URLDecoder.decode(member.substring(equals + 1), UTF_8));
    }
    return members;
  }

  private static int number(Map<String, String> said, String name, int usual, int most) {
    String text = said.get(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw BucketSettings.wrong(name, text, "1 to " + most);
    }
    return Integer.parseInt(text);
  }

  /**
   * {@return the place of one store's blobs: those of other stores that share the bucket are not
   * seen}
   */
  public BlobPlace below(String store) {
    return new BlobPlace(
        scheme, bucket, base() + store, settings, inlineBytes, sweepSeconds, seals, payloadBytes);
  }

  /** {@return the same place, for values that workers encrypt} */
  public BlobPlace sealed() {
    return new BlobPlace(
        scheme, bucket, prefix, settings, inlineBytes, sweepSeconds, true, payloadBytes);
  }

  /** {@return the bucket} */
  public Bucket open() {
    return Bucket.of(scheme + "://" + bucket, settings);
  }

  // ---- names and keys

  /** {@return the name of a blob that is in a bucket} */
  public static String marked(String name) {
    return name + MARK;
  }

  /**
   * {@return the name of a blob that is encrypted in a bucket} Its key is the body of the payload
   * that names it.
   */
  public static String markedSealed(String name) {
    return name + SEALED_MARK;
  }

  /** {@return whether the blob of that name is in a bucket} */
  public static boolean has(String blob) {
    return blob.endsWith(MARK) || isSealed(blob);
  }

  /** {@return whether the blob of that name is encrypted in a bucket} */
  public static boolean isSealed(String blob) {
    return blob.endsWith(SEALED_MARK);
  }

  /**
   * {@return what a blob's name says of its bytes: half of their SHA-256, in hexadecimal digits}
   */
  public static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@return the key of a run's blob} */
  public String key(String run, String blob) {
    String[] parts = blob.split("-", PARTS);
    return prefixOf(run) + String.join("/", parts);
  }

  /** {@return the name of the blob at {@code key}; null if that is not a blob of the run} */
  public @Nullable String blobAt(String run, String key) {
    String[] parts = key.substring(Math.min(key.length(), prefixOf(run).length())).split("/", -1);
    return key.startsWith(prefixOf(run)) && parts.length == PARTS ? String.join("-", parts) : null;
  }

  /** {@return what the keys of all of a run's blobs begin with} */
  public String prefixOf(String run) {
    return base() + run + "/";
  }

  /** {@return what all keys begin with} */
  public String base() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  /** {@return the address, as {@link #parse} reads it} */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme + "://" + bucket + "/" + prefix);
    add(text, "region", settings.region());
    add(text, "endpoint", settings.endpoint());
    add(text, "pathStyle", settings.pathStyle());
    add(text, "encryption", settings.encryption());
    add(text, "kmsKey", settings.kmsKey());
    add(text, "inline", inlineBytes == INLINE ? null : inlineBytes);
    add(text, "sweep", sweepSeconds == SWEEP_SECONDS ? null : sweepSeconds);
    add(text, "seal", seals ? true : null);
    add(text, "payload", payloadBytes == Carried.MOST_INLINE ? null : payloadBytes);
    return text.toString();
  }

  private static void add(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(text.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
      text.append(URLEncoder.encode(value.toString(), UTF_8));
    }
  }
}

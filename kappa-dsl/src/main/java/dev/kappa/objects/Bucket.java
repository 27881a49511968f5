package dev.kappa.objects;

import dev.kappa.StepContext;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of objects, as in S3, to be used in steps.
 *
 * <p>An object appears whole or not at all, and is durable when the call that writes it returns. A
 * step that is run again writes it again: under the same key it replaces itself. A step whose
 * worker was only thought dead may write after the task went on: where that matters, write under
 * {@link #ownKey}, and return the key from the step. Then only the object of the attempt whose step
 * was committed is ever read.
 *
 * <p>May be used by many threads. Calls wait, and try again for a while what can go through later:
 * in S3 as the SDK does ({@code AWS_RETRY_MODE}, {@code AWS_MAX_ATTEMPTS}). A try ends when nothing
 * was heard for 60 s, and where it is known how many bytes are moved at the latest after 20 s and 8
 * s for each MiB. Calls throw {@link KappaException}: {@code BUCKET_NOT_FOUND}, {@code
 * OBJECT_NOT_FOUND}, {@code BUCKET_ACCESS_DENIED}, {@code BUCKET_THROTTLED}, {@code
 * BUCKET_UNREACHABLE}, {@code BUCKET_FAILED}. The message names the bucket, the key and what to do.
 */
public interface Bucket {
  /** So many objects at most are deleted by one request. */
  int MOST_DELETED_AT_ONCE = 1000;

  /** Writes an object's content. */
  @FunctionalInterface
  interface Content<R> {
    /** Writes all of it, and gives what the step gives. */
    R writeTo(OutputStream out) throws IOException;
  }

  /**
   * {@return a bucket, with the region, the credentials and the server that the environment names}
   *
   * @param address such as {@code s3://name}
   * @throws KappaException with {@code NO_OBJECT_CLIENT} if nothing here opens such an address
   */
  static Bucket of(String address) {
    return of(address, BucketSettings.DEFAULT);
  }

  /** As {@link #of(String)}, with settings that go before those of the environment. */
  static Bucket of(String address, BucketSettings settings) {
    int end = address.indexOf("://");
    String scheme = end < 0 ? "" : address.substring(0, end);
    String name = address.substring(end < 0 ? 0 : end + 3);
    if (scheme.isEmpty() || name.isEmpty() || name.indexOf('/') >= 0) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "bucket: '%s' (expected: a scheme and a name, such as s3://name)".formatted(address));
    }
    return provider(scheme, address).open(name, settings);
  }

  private static BucketProvider provider(String scheme, String address) {
    try {
      for (BucketProvider each :
          ServiceLoader.load(BucketProvider.class, Bucket.class.getClassLoader())) {
        if (each.scheme().equals(scheme)) {
          return each;
        }
      }
    } catch (ServiceConfigurationError e) {
      throw absent(scheme, address, e);
    }
    throw absent(scheme, address, null);
  }

  private static KappaException absent(String scheme, String address, @Nullable Error cause) {
    return new KappaException(
        ErrorCode.NO_OBJECT_CLIENT,
        "%s: nothing in this jar opens %s:// (expected: s3:// and the dependency dev.kappa:kappa-s3 in the application's pom.xml)"
            .formatted(address, scheme),
        cause);
  }

  /**
   * {@return this bucket, with requests that take no longer than said} One that does ends with
   * {@code BUCKET_UNREACHABLE}; of a stream that is read or written it is each request. Other
   * implementations than {@code s3://} may be as they were.
   *
   * @param millis how many milliseconds a request may take with all its tries; asked when it begins
   */
  default Bucket within(LongSupplier millis) {
    return this;
  }

  /**
   * {@return the objects whose keys begin with {@code prefix}, in the order of their keys}
   *
   * @param most so many are listed at most; ask for one more than you can use to know of it
   */
  default List<ObjectEntry> list(String prefix, int most) {
    return list(prefix, "", most);
  }

  /**
   * {@return as {@link #list(String, int)}, of those keys that come behind {@code after}}
   *
   * @param after need not be the key of an object; if empty, all that begin with {@code prefix}
   */
  List<ObjectEntry> list(String prefix, String after, int most);

  /**
   * {@return what keys begin with that begin with {@code prefix}, up to and with the next slash}
   *
   * @param most so many are listed at most
   */
  List<String> folders(String prefix, int most);

  /** {@return the object of that key; empty if there is none} */
  Optional<ObjectEntry> find(String key);

  /**
   * {@return an object's bytes from {@code from} on; to be closed} Only what is read is fetched,
   * but for what is under way. Reads fail with {@link IOException} when the connection breaks.
   *
   * @throws KappaException with {@code OBJECT_NOT_FOUND}
   */
  InputStream open(String key, long from);

  /** {@return an object's bytes; empty if there is none of that key} It must fit in memory. */
  Optional<byte[]> read(String key);

  /**
   * {@return an object's first bytes, {@code most} at most; empty if there is none of that key}
   * They must fit in memory, and the object need not.
   *
   * @throws KappaException with {@code BUCKET_UNREACHABLE} if the connection breaks
   */
  default Optional<byte[]> readAtMost(String key, int most) {
    try {
      return Optional.of(read(key, 0, most));
    } catch (KappaException e) {
      if (e.code() == ErrorCode.OBJECT_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.BUCKET_UNREACHABLE, "reading %s broke off: %s".formatted(key, e), e);
    }
  }

  /**
   * {@return an object's bytes from {@code from} on, {@code most} at most} They are fewer only
   * where it ends. Nothing is held open in between: so many objects may be read beside each other.
   *
   * @throws KappaException with {@code OBJECT_NOT_FOUND}
   */
  default byte[] read(String key, long from, int most) throws IOException {
    try (InputStream in = open(key, from)) {
      return in.readNBytes(most);
    }
  }

  /** Writes an object that is in memory. */
  void write(String key, byte[] bytes);

  /**
   * Writes an object of any size: 8 MiB at a time, so that it needs little memory. If {@code
   * content} throws, there is no object.
   *
   * @return what {@code content} gave
   */
  <R> R write(String key, Content<R> content) throws IOException;

  /**
   * Writes an object if there is none of that key: of any number that do so at once, one does. The
   * server must know conditional writes, as S3 does.
   *
   * @return whether it did. False says that another object is there; or that others wrote or
   *     deleted it at that moment, and then there may be none, and it may be tried again; or that
   *     it did and its answer was lost: look what is there
   * @throws UnsupportedOperationException if this is another implementation than {@code s3://} that
   *     has no conditional writes
   */
  default boolean create(String key, byte[] bytes) {
    throw unknown("create");
  }

  /**
   * Replaces an object, as long as it is that {@code version}, by its first bytes and others behind
   * them. All of it happens or nothing. Above 5 MiB the first bytes do not leave the server.
   *
   * @param version as {@link ObjectEntry#version} has it
   * @param keep how many of its bytes stay; not more than it has
   * @param behind what comes behind these
   * @return whether it did; also false if it did and its answer was lost: look what is there
   * @throws UnsupportedOperationException if this is another implementation than {@code s3://} that
   *     has no conditional writes
   */
  default boolean replace(String key, String version, long keep, byte[] behind) throws IOException {
    throw unknown("replace");
  }

  private UnsupportedOperationException unknown(String what) {
    return new UnsupportedOperationException(
        "%s: this bucket has no conditional writes: %s".formatted(what, this));
  }

  /**
   * Drops what was sent of objects whose keys begin with {@code prefix} and that were never whole:
   * of a writer that died, or still goes on, which then fails. Such parts are in no listing, and
   * are paid for until then. In S3 this takes the right {@code s3:ListBucketMultipartUploads} on
   * the bucket. Other implementations do nothing, unless they have such parts.
   */
  default void dropUnfinished(String prefix) {}

  /**
   * Writes an object of the running step, under a key that no other step and no other attempt of
   * this one uses, and then deletes what earlier attempts of it left: so however often the step is
   * run again, one object stays, and what the checkpoint names is never written or deleted again.
   * Only a worker that was thought dead, and writes when the task went on, may leave one more; it
   * is below {@code prefix/run/}, as all of the run.
   *
   * @param prefix another one for each object of a step
   * @return the key, {@code prefix/run/task/step/attempt}: return it from the step
   */
  default String writeOwn(String prefix, Content<?> content) throws IOException {
    StepContext step = StepContext.current();
    String base = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    String all = base + step.runId() + "/" + step.task() + "/" + step.idempotencyKey() + "/";
    String own = all + step.attempt();
    Object unused = write(own, content);
    List<String> earlier =
        list(all, Integer.MAX_VALUE).stream()
            .map(ObjectEntry::key)
            .filter(key -> key.substring(all.length()).matches("[0-9]{1,18}"))
            .filter(key -> Long.parseLong(key.substring(all.length())) < step.attempt())
            .toList();
    if (!earlier.isEmpty()) {
      delete(earlier);
    }
    return own;
  }

  /** Deletes objects; those that are absent stay absent. */
  void delete(Collection<String> keys);

  /**
   * {@return a key that no other attempt of the running step uses: {@code prefix/run/task/attempt}}
   */
  static String ownKey(String prefix) {
    StepContext step = StepContext.current();
    String base = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    return base + step.runId() + "/" + step.task() + "/" + step.attempt();
  }
}

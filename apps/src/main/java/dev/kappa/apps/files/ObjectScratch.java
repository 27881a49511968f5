package dev.kappa.apps.files;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.ObjectEntry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Objects whose keys begin alike.
 *
 * <p>One of them says that the run goes on. It is the first that is written, and the first that is
 * deleted; who writes looks for it afterwards, and deletes what it wrote if it is gone. So nothing
 * stays that a worker writes which was only thought dead, unless it dies between the two.
 *
 * @param address what all keys begin with: it ends with a slash
 */
record ObjectScratch(ObjectAddress address, Bucket bucket) implements Scratch {
  private static final String GOES_ON = "goes-on";
  private static final int BUFFER = 1 << 16;
  private static final int STAMP_DIGITS = 16;

  /** The time of the last line that this process has added to a file, in microseconds. */
  private static final AtomicLong LAST = new AtomicLong();

  static ObjectScratch at(ObjectAddress address) {
    return new ObjectScratch(address, address.open());
  }

  private String key(String name) {
    return address.key() + name;
  }

  @Override
  public void create() {
    bucket.write(key(GOES_ON), new byte[0]);
  }

  @Override
  public <R> R write(String name, Content<R> content) throws IOException {
    R result =
        bucket.write(
            key(name),
            raw -> {
              var out = new DataOutputStream(new BufferedOutputStream(raw, BUFFER));
              R given = content.writeTo(out);
              out.flush();
              return given;
            });
    requireThatItGoesOn(name);
    return result;
  }

  private void requireThatItGoesOn(String name) throws IOException {
    if (bucket.read(key(GOES_ON)).isEmpty()) {
      bucket.delete(List.of(key(name)));
      throw new IOException("the run has ended, and its files are deleted: " + address);
    }
  }

  @Override
  public <R> R place(String name, Placed<R> content) throws IOException {
    try (WorkDirectory work = work()) {
      Path draft = work.directory().resolve(name);
      R result = content.writeTo(draft);
      return write(
          name,
          out -> {
            Files.copy(draft, out);
            return result;
          });
    }
  }

  // ---- reading

  @Override
  public DataInputStream open(String name) throws IOException {
    return new DataInputStream(
        new BufferedInputStream(found(name, key -> bucket.open(key, 0)), BUFFER));
  }

  @Override
  public DataInputStream openAmongMany(String name) throws IOException {
    return new DataInputStream(found(name, key -> new PagedInput(bucket, key)));
  }

  @FunctionalInterface
  private interface Opening {
    InputStream open(String key) throws IOException;
  }

  private InputStream found(String name, Opening opening) throws IOException {
    try {
      return opening.open(key(name));
    } catch (KappaException e) {
      if (e.code() == ErrorCode.OBJECT_NOT_FOUND) {
        throw new IOException(
            "%s%s is gone: another step wrote it (expected: that nobody deletes it while the run goes on)"
                .formatted(address, name),
            e);
      }
      throw e;
    }
  }

  @Override
  public Path fetched(String name, WorkDirectory work) throws IOException {
    return work.keep(
        name,
        draft -> {
          try (InputStream in = open(name)) {
            return Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
          }
        });
  }

  @Override
  public WorkDirectory work() throws IOException {
    return WorkDirectory.ofStep();
  }

  // ---- lines

  /** Each line is an object of no bytes, whose key has the line: they are listed in their order. */
  @Override
  public void append(String name, String line) throws IOException {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    long stamp = LAST.updateAndGet(last -> Math.max(last + 1, now));
    String text = Percent.encode(line.getBytes(StandardCharsets.UTF_8));
    String entry = "%s/%0" + STAMP_DIGITS + "d%s";
    String object = entry.formatted(name, stamp, text);
    bucket.write(key(object), new byte[0]);
    requireThatItGoesOn(object);
  }

  @Override
  public List<String> lines(String name) {
    int before = key(name + "/").length() + STAMP_DIGITS;
    return bucket.list(key(name + "/"), Integer.MAX_VALUE).stream()
        .map(entry -> Percent.text(entry.key().substring(before)))
        .toList();
  }

  // ---- deleting

  @Override
  public void delete(String name) {
    bucket.delete(List.of(key(name)));
  }

  /**
   * What was sent of files that were never whole is left to the bucket's rule: to find it takes a
   * right that no role has.
   */
  @Override
  public void deleteAll() throws IOException {
    bucket.delete(List.of(key(GOES_ON)));
    List<ObjectEntry> some;
    do {
      some = bucket.list(key(""), Bucket.MOST_DELETED_AT_ONCE);
      bucket.delete(some.stream().map(ObjectEntry::key).toList());
    } while (!some.isEmpty());
    WorkDirectory.deleteOfRun();
  }
}

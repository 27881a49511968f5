package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketProvider;
import dev.kappa.objects.BucketSettings;
import dev.kappa.objects.MemoryBucket;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A bucket in memory that does as a test says. */
public final class TestBuckets implements BucketProvider, Bucket {
  static final String PLACE = "s3://tested/blobs";

  /** What the next writes fail with. */
  static final Deque<ErrorCode> FAILURES = new ArrayDeque<>();

  static MemoryBucket objects = new MemoryBucket();
  static Runnable written = () -> {};

  static void empty() {
    FAILURES.clear();
    objects = new MemoryBucket();
    written = () -> {};
  }

  static List<String> keys() {
    return objects.list("", Integer.MAX_VALUE).stream().map(ObjectEntry::key).toList();
  }

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public Bucket open(String name, BucketSettings settings) {
    return this;
  }

  @Override
  public void write(String key, byte[] bytes) {
    ErrorCode failure = FAILURES.poll();
    if (failure != null) {
      throw new KappaException(failure, "not now");
    }
    objects.write(key, bytes);
    written.run();
  }

  @Override
  public Optional<byte[]> read(String key) {
    return objects.read(key);
  }

  @Override
  public List<ObjectEntry> list(String prefix, String after, int most) {
    return objects.list(prefix, after, most);
  }

  @Override
  public List<String> folders(String prefix, int most) {
    return objects.folders(prefix, most);
  }

  @Override
  public Optional<ObjectEntry> find(String key) {
    return objects.find(key);
  }

  @Override
  public InputStream open(String key, long from) {
    return objects.open(key, from);
  }

  @Override
  public <R> R write(String key, Content<R> content) throws IOException {
    return objects.write(key, content);
  }

  @Override
  public void delete(Collection<String> keys) {
    objects.delete(keys);
  }
}

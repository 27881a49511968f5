package dev.kappa.objects;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A bucket in memory, for tests: what it holds is gone with the process. */
public final class MemoryBucket implements Bucket {
  private final ConcurrentNavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final InstantSource clock;

  private final AtomicLong versions = new AtomicLong();

  private record Stored(byte[] bytes, long modified, String version) {}

  /** An empty one. */
  public MemoryBucket() {
    this(InstantSource.system());
  }

  /** An empty one, where it is as late as {@code clock} says. */
  public MemoryBucket(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<ObjectEntry> list(String prefix, String after, int most) {
    List<ObjectEntry> found = new ArrayList<>();
    boolean within = after.compareTo(prefix) < 0;
    for (var each : objects.tailMap(within ? prefix : after, within).entrySet()) {
      if (!each.getKey().startsWith(prefix) || found.size() == most) {
        break;
      }
      found.add(entry(each.getKey(), each.getValue()));
    }
    return found;
  }

  @Override
  public List<String> folders(String prefix, int most) {
    Set<String> found = new LinkedHashSet<>();
    for (ObjectEntry each : list(prefix, Integer.MAX_VALUE)) {
      int slash = each.key().indexOf('/', prefix.length());
      if (slash >= 0) {
        found.add(each.key().substring(0, slash + 1));
      }
    }
    return found.stream().limit(most).toList();
  }

  @Override
  public Optional<ObjectEntry> find(String key) {
    return Optional.ofNullable(objects.get(key)).map(stored -> entry(key, stored));
  }

  @Override
  public InputStream open(String key, long from) {
    Stored stored = objects.get(key);
    if (stored == null) {
      throw new KappaException(
          ErrorCode.OBJECT_NOT_FOUND,
          key + " is not there (expected: the key of an object of this bucket in memory)");
    }
    int start = Math.toIntExact(Math.min(from, stored.bytes.length));
    return new ByteArrayInputStream(stored.bytes, start, stored.bytes.length - start);
  }

  @Override
  public Optional<byte[]> read(String key) {
    return Optional.ofNullable(objects.get(key)).map(stored -> stored.bytes.clone());
  }

  @Override
  public void write(String key, byte[] bytes) {
    objects.put(key, stored(bytes.clone()));
  }

  private Stored stored(byte[] bytes) {
    return new Stored(bytes, clock.millis(), Long.toString(versions.incrementAndGet()));
  }

  @Override
  public boolean create(String key, byte[] bytes) {
    return objects.putIfAbsent(key, stored(bytes.clone())) == null;
  }

  @Override
  public boolean replace(String key, String version, long keep, byte[] behind) {
    Stored before = objects.get(key);
    if (before == null || !before.version.equals(version)) {
      return false;
    }
    byte[] bytes = Arrays.copyOf(before.bytes, Math.toIntExact(keep) + behind.length);
    System.arraycopy(behind, 0, bytes, Math.toIntExact(keep), behind.length);
    return objects.replace(key, before, stored(bytes));
  }

  @Override
  public <R> R write(String key, Content<R> content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    R result = content.writeTo(bytes);
    write(key, bytes.toByteArray());
    return result;
  }

  @Override
  public void delete(Collection<String> keys) {
    keys.forEach(objects::remove);
  }

  private static ObjectEntry entry(String key, Stored stored) {
    return new ObjectEntry(key, stored.bytes.length, stored.modified, stored.version);
  }
}

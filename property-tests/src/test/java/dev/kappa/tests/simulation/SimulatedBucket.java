package dev.kappa.tests.simulation;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.MemoryBucket;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A bucket for large values. While it is away, it is so for as long as a function that asks has
 * time.
 */
final class SimulatedBucket implements Bucket {
  private static final int SWEEP_SECONDS = 20;

  private final World world;
  private final MemoryBucket objects;
  private final BlobPlace place;
  private Runnable away = () -> {};

  /**
   * An empty one.
   *
   * @param inline larger values, in bytes, go there, and payloads of more than half as many
   */
  SimulatedBucket(World world, int inline) {
    this.world = world;
    this.objects = new MemoryBucket(() -> Instant.ofEpochMilli(world.now()));
    this.place =
        BlobPlace.parse(
                "s3://simulated/blobs?inline=%d&sweep=%d&payload=%d"
                    .formatted(inline, SWEEP_SECONDS, inline / 2))
            .below("store");
  }

  /** {@return where in it they go} */
  BlobPlace place() {
    return place;
  }

  /** Who uses it from now on; {@code hears} that it is away. */
  void usedBy(Runnable hears) {
    away = hears;
  }

  // ---- what is in it

  /** {@return the names of a run's blobs} */
  Set<String> blobs(String run) {
    return objects.list(place.prefixOf(run), Integer.MAX_VALUE).stream()
        .map(entry -> String.valueOf(place.blobAt(run, entry.key())))
        .collect(Collectors.toSet());
  }

  /** {@return a blob; empty if there is none of that name} */
  Optional<byte[]> blob(String run, String name) {
    return objects.read(place.key(run, name));
  }

  /** {@return the keys of all that it has} */
  List<String> keys() {
    return objects.list("", Integer.MAX_VALUE).stream().map(ObjectEntry::key).toList();
  }

  // ---- what it is asked

  private <T> T ask(Supplier<T> request) {
    if (world.strikes(Fault.BUCKET_AWAY)) {
      throw unreachable();
    }
    T answer = request.get();
    if (world.strikes(Fault.BUCKET_SILENT)) {
      throw unreachable();
    }
    return answer;
  }

  private KappaException unreachable() {
    away.run();
    return new KappaException(ErrorCode.BUCKET_UNREACHABLE, "it does not answer");
  }

  @Override
  public Optional<byte[]> read(String key) {
    Optional<byte[]> found = ask(() -> objects.read(key));
    boolean claimed = key.matches(".*-(order|answer)-[^/]*");
    return claimed && world.strikes(Fault.CLAIM_DAMAGED) ? found.flatMap(this::damaged) : found;
  }

  @Override
  public Optional<byte[]> readAtMost(String key, int most) {
    return read(key).map(bytes -> Arrays.copyOf(bytes, Math.min(bytes.length, most)));
  }

  private Optional<byte[]> damaged(byte[] object) {
    return world.random.nextBoolean()
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(object, object.length / 2));
  }

  @Override
  public void write(String key, byte[] bytes) {
    boolean unused =
        ask(
            () -> {
              objects.write(key, bytes);
              return true;
            });
  }

  @Override
  public void delete(Collection<String> keys) {
    boolean unused =
        ask(
            () -> {
              objects.delete(keys);
              return true;
            });
  }

  @Override
  public List<ObjectEntry> list(String prefix, String after, int most) {
    return ask(() -> objects.list(prefix, after, most));
  }

  @Override
  public List<String> folders(String prefix, int most) {
    return ask(() -> objects.folders(prefix, most));
  }

  @Override
  public Optional<ObjectEntry> find(String key) {
    return ask(() -> objects.find(key));
  }

  @Override
  public InputStream open(String key, long from) {
    return ask(() -> objects.open(key, from));
  }

  @Override
  public <R> R write(String key, Content<R> content) throws IOException {
    return objects.write(key, content);
  }
}

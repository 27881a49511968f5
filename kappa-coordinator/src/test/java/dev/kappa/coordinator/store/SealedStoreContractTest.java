package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;

import dev.kappa.coordinator.encryption.KeyFile;
import dev.kappa.coordinator.encryption.KeySources;
import dev.kappa.coordinator.encryption.SealedStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store whose values are encrypted does all that others do. */
final class SealedStoreContractTest extends StoreContract {
  @TempDir private Path directory;
  private long now = 1_000_000;
  private final MemoryStore memory = new MemoryStore(PARTITIONS, () -> Instant.ofEpochMilli(now));
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private Store store = memory;

  @BeforeEach
  void begin() {
    Path file = directory.resolve("keys");
    KeyFile.add(file, false);
    store = get(SealedStore.open(KeySources.parse("file:" + file)).over(memory.on(loop), loop));
  }

  @AfterEach
  void end() {
    loop.shutdown();
  }

  @Override
  Store store() {
    return store;
  }

  @Override
  void pass(long millis) {
    now += millis;
  }

  /** Data keys stay. */
  @Override
  Set<String> stored() {
    Set<String> names = new TreeSet<>(memory.stored(0));
    names.removeIf(name -> name.contains("keys"));
    return names;
  }
}

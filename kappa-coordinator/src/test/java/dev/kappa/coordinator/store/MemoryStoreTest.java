package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends StoreContract {
  private long now = 1_000_000;
  private final MemoryStore store = new MemoryStore(PARTITIONS, () -> Instant.ofEpochMilli(now));

  @Override
  Store store() {
    return store;
  }

  @Override
  void pass(long millis) {
    now += millis;
  }

  @Override
  Set<String> stored() {
    return store.stored(0);
  }

  @Test
  void batchThatIsPendingKeepsTheNextOneOut() {
    var loop = new ArrayDeque<Runnable>();
    CompletableFuture<Partition> taken = store.on(loop::add).takeOver(0);
    loop.remove().run();
    Partition partition = get(taken);
    CompletableFuture<BatchResult> first = partition.write(List.of(put("r", "h", "1")));
    assertThat(first).isNotDone();
    assertThatThrownBy(() -> partition.write(List.of())).isInstanceOf(IllegalStateException.class);
    loop.remove().run();
    assertThat(get(first)).isEqualTo(BatchResult.APPLIED);
  }

  @Test
  void blobOfAnUnknownRunGoesAfterTheGraceTime() {
    get(store.putBlob(0, "r", "b", bytes("blob")));
    pass(Store.BLOB_GRACE_MILLIS - 1);
    assertThat(get(store.blob(0, "r", "b"))).isNotNull();
    pass(1);
    assertThat(get(store.blob(0, "r", "b"))).isNull();
    assertThat(stored()).isEmpty();
  }
}

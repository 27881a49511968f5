package dev.kappa.coordinator.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.store.BatchResult;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.MemoryBucket;
import dev.kappa.objects.ObjectEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreWithBucketTest {
  private static final long DAY = 24L * 3600 * 1000;
  private static final String ONE = BlobPlace.marked("0.0-1-70000-1-abc");
  private static final String OTHER = BlobPlace.marked("0.0-1-70000-2-def");

  private long now = System.currentTimeMillis();
  private final BlobPlace place = BlobPlace.parse("s3://data/blobs?sweep=86400").below("mine");
  private final MemoryBucket bucket = new MemoryBucket();
  private final Deque<Runnable> arriving = new ArrayDeque<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final MemoryStore memory = new MemoryStore(1);
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final StoreWithBucket store =
      new StoreWithBucket(
          memory.on(arriving::add),
          new BucketBlobs(
              place,
              bucket,
              Runnable::run,
              Runnable::run,
              later::add,
              () -> Instant.ofEpochMilli(now)),
          loop);
  private Partition partition = get(store.takeOver(0));

  @BeforeEach
  void begin() {
    assertThat(write(new Change.Listed("run", 1), header("run"))).isEqualTo(BatchResult.APPLIED);
    put("run", ONE);
    put("run", OTHER);
  }

  @AfterEach
  void end() {
    store.close();
    loop.shutdown();
  }

  private <T extends @Nullable Object> T get(CompletableFuture<T> future) {
    while (!arriving.isEmpty()) {
      arriving.remove().run();
    }
    return future.join();
  }

  private static Change header(String run) {
    return new Change.Put(run, Change.HEADER, new byte[] {1});
  }

  private BatchResult write(Change... changes) {
    return get(partition.write(List.of(changes)));
  }

  private void put(String run, String blob) {
    bucket.write(place.key(run, blob), new byte[] {7});
  }

  private List<String> keys() {
    return bucket.list("", Integer.MAX_VALUE).stream().map(ObjectEntry::key).toList();
  }

  @Test
  void blobIsReadFromWhereItsNameSays() {
    get(store.putBlob(0, "run", "0.0-1-70000-3-abc", new byte[] {8}));
    assertThat(this.<byte @Nullable []>get(store.blob(0, "run", ONE))).containsExactly(7);
    assertThat(this.<byte @Nullable []>get(store.blob(0, "run", "0.0-1-70000-3-abc")))
        .containsExactly(8);
    assertThat(this.<byte @Nullable []>get(store.index(0).blob("run", OTHER))).containsExactly(7);
    assertThat(
            this.<byte @Nullable []>get(partition.blob("run", BlobPlace.marked("0.0-9-1-1-abc"))))
        .isNull();
    assertThat(get(partition.blobs("run"))).containsExactly("0.0-1-70000-3-abc", ONE, OTHER);
  }

  @Test
  void droppedBlobGoesAWhileAfterTheBatchIsStoredAndNotBefore() {
    CompletableFuture<BatchResult> written =
        partition.write(List.of(new Change.DropBlob("run", ONE)));
    assertThat(later).isEmpty();
    assertThat(get(written)).isEqualTo(BatchResult.APPLIED);
    assertThat(keys()).contains(place.key("run", ONE));
    assertThat(get(partition.blobs("run"))).as("what else is there").containsExactly(OTHER);
    passAWhile();
    assertThat(keys()).containsExactly(place.key("run", OTHER));
  }

  /** As it is after a fail-over: what is stored may name it again. */
  @Test
  void droppedBlobStaysIfThePartitionIsNotTheOwnersAnyMore() {
    assertThat(write(new Change.DropBlob("run", ONE))).isEqualTo(BatchResult.APPLIED);
    get(store.takeOver(0));
    passAWhile();
    assertThat(keys()).contains(place.key("run", ONE));
  }

  private void passAWhile() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
    get(CompletableFuture.completedFuture(true));
  }

  @Test
  void refusedBatchOfAnOwnerThatIsNoneDropsNothing() {
    Partition former = partition;
    partition = get(store.takeOver(0));
    var drops =
        List.<Change>of(
            new Change.DropBlob("run", ONE), new Change.Retire("run", new byte[0], DAY));
    assertThat(get(former.write(drops))).isEqualTo(BatchResult.FENCED);
    passAWhile();
    assertThat(keys()).hasSize(2);
  }

  @Test
  void runThatHasEndedLeavesNothing() {
    put("run2", ONE);
    now += 60_000;
    write(new Change.Retire("run", new byte[] {1}, DAY));
    passAWhile();
    assertThat(keys()).containsExactly(place.key("run2", ONE));
  }

  /** It may be begun again under its id while that goes on. */
  @Test
  void runThatIsForgottenAtOnceIsLeftToTheSweep() {
    write(new Change.Retire("run", new byte[] {1}, 0));
    passAWhile();
    assertThat(keys()).hasSize(2);
  }

  @Test
  void sweepDeletesWhatForgottenRunsLeftAndShowsTheOthers() {
    String foreign = place.below("other").key("gone", ONE);
    bucket.write(foreign, new byte[] {1});
    put("gone", ONE);
    List<String> littered = new ArrayList<>();
    store.sweep(littered::add, header -> false);

    sweep();
    assertThat(keys()).as("young").contains(place.key("gone", ONE));

    now += DAY + 60_000;
    sweep();
    assertThat(keys()).contains(place.key("run", ONE), place.key("run", OTHER));
    assertThat(keys()).doesNotContain(place.key("gone", ONE));
    assertThat(littered).contains("run").doesNotContain("gone");
  }

  /** Its owner died before it had deleted them, or a worker that was thought dead put one there. */
  @Test
  void sweepDeletesWhatRunsLeftThatAreOver() {
    put("ended", ONE);
    write(new Change.Listed("ended", 1), new Change.Put("ended", Change.HEADER, new byte[] {2}));
    List<String> littered = new ArrayList<>();
    store.sweep(littered::add, header -> header[0] == 2);

    sweep();
    assertThat(keys()).as("young").contains(place.key("ended", ONE));
    now += DAY + 60_000;
    sweep();
    assertThat(keys()).containsExactly(place.key("run", ONE), place.key("run", OTHER));
    assertThat(littered).containsOnly("run");
  }

  @Test
  void runThatCanNotBeReadKeepsItsBlobs() {
    store.sweep(
        run -> {},
        header -> {
          throw new IllegalStateException("of another version");
        });
    now += DAY + 60_000;
    sweep();
    assertThat(keys()).hasSize(2);
  }

  /** Another coordinator may have begun a run of that id meanwhile. */
  @Test
  void whatIsPutThereWhileASweepStandsStillStays() {
    store.sweep(run -> {}, header -> false);
    put("begun", ONE);
    store.sweepNow();
    now += DAY + 60_000;
    get(CompletableFuture.completedFuture(true));
    assertThat(keys()).contains(place.key("begun", ONE));
  }

  @Test
  void sweepOfAnOwnerThatIsNoneDeletesNothing() {
    put("gone", ONE);
    get(memory.on(arriving::add).takeOver(0));
    now += DAY + 60_000;
    sweep();
    assertThat(keys()).contains(place.key("gone", ONE));
  }

  private void sweep() {
    store.sweepNow();
    get(CompletableFuture.completedFuture(true));
  }

  @Test
  void bucketThatCanNotBeHadIsRefusedAtTheStart() {
    BlobPlace nowhere =
        BlobPlace.parse("s3://data/blobs?region=eu-west-1&endpoint=http%3A%2F%2F127.0.0.1%3A1");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    assertThatThrownBy(() -> StoreWithBucket.of(memory, nowhere, loop))
        .hasMessageContaining("s3://data/blobs/")
        .hasMessageContaining("http://127.0.0.1:1");
  }
}

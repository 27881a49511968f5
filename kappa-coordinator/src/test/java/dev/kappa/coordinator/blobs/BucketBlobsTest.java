package dev.kappa.coordinator.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.MemoryBucket;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BucketBlobsTest {
  private static final String BLOB = BlobPlace.marked("0.0-1-70000-1-abc");

  /** As {@code BucketBlobs} says it. */
  private static final int MOST_WAITING = 10_000;

  private final BlobPlace place = BlobPlace.parse("s3://data/blobs?sweep=86400").below("mine");
  private final MemoryBucket bucket = new MemoryBucket();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final BucketBlobs blobs =
      new BucketBlobs(
          place, bucket, Runnable::run, Runnable::run, later::add, InstantSource.system());

  private void drop(Supplier<CompletableFuture<Void>> stillHolds) {
    blobs.dropLater("run", List.of(BLOB), stillHolds);
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }

  private static CompletableFuture<Void> closed() {
    throw new IllegalStateException("the store is closed");
  }

  @Test
  void storeThatCanNotBeAskedKeepsTheBlobAndTakesNoPlaceOfLaterDeletions() {
    bucket.write(place.key("run", BLOB), new byte[] {7});
    for (int i = 0; i <= MOST_WAITING; i++) {
      drop(BucketBlobsTest::closed);
    }
    assertThat(blobs.of("run").join()).containsExactly(BLOB);
    drop(() -> CompletableFuture.completedFuture(null));
    assertThat(blobs.of("run").join()).isEmpty();
  }
}

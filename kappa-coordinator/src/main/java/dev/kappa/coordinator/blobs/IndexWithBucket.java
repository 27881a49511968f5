package dev.kappa.coordinator.blobs;

import dev.kappa.coordinator.store.FieldPage;
import dev.kappa.coordinator.store.RunIndex;
import dev.kappa.objects.BlobPlace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is stored of a partition's runs, with their blobs in the bucket. */
class IndexWithBucket implements RunIndex {
  private final RunIndex index;
  private final BucketBlobs blobs;

  IndexWithBucket(RunIndex index, BucketBlobs blobs) {
    this.index = index;
    this.blobs = blobs;
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return BlobPlace.has(name) ? blobs.get(run, name) : index.blob(run, name);
  }

  @Override
  public CompletableFuture<List<String>> list(long startedBeforeMillis, int limit) {
    return index.list(startedBeforeMillis, limit);
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> headers(List<String> runs) {
    return index.headers(runs);
  }

  @Override
  public CompletableFuture<FieldPage> fields(String run, String from) {
    return index.fields(run, from);
  }

  @Override
  public CompletableFuture<byte @Nullable []> result(String run) {
    return index.result(run);
  }
}

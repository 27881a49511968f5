package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.text;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A partition on Redis in the hands of one owner. */
final class RedisPartition implements Partition {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONG_REPLY = Duration.ofSeconds(10);

  private final int number;
  private final Keys keys;
  private final Route reads;
  private final FencedWriter writer;
  private final Duration timeout;
  private final Home home;
  private final RedisRunIndex index;

  RedisPartition(
      int number, Keys keys, Route reads, FencedWriter writer, Duration timeout, Home home) {
    this.number = number;
    this.keys = keys;
    this.reads = reads;
    this.writer = writer;
    this.timeout = timeout;
    this.home = home;
    this.index = new RedisRunIndex(keys, timeout, this::read);
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public CompletableFuture<BatchResult> write(List<Change> changes) {
    Batch batch = Batch.of(changes);
    return home.call(() -> writer.write(batch));
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> load(String run) {
    return read(timeout.plus(LONG_REPLY), redis -> redis.hgetall(keys.run(run)))
        .thenApply(
            fields -> {
              var named = LinkedHashMap.<String, byte[]>newLinkedHashMap(fields.size());
              fields.forEach((field, value) -> named.put(text(field), value));
              return named;
            });
  }

  @Override
  public CompletableFuture<List<String>> due(long nowMillis, int limit) {
    Names.checkLimit(limit);
    return read(
            timeout,
            redis ->
                redis.zrangebyscore(
                    keys.wake(),
                    Range.from(
                        Range.Boundary.unbounded(), Range.Boundary.including((Number) nowMillis)),
                    Limit.create(0, limit)))
        .thenApply(RedisPartition::texts);
  }

  @Override
  public CompletableFuture<Long> nextWake() {
    var after = Range.from(Range.Boundary.<Number>excluding(0), Range.Boundary.unbounded());
    return read(
            timeout, redis -> redis.zrangebyscoreWithScores(keys.wake(), after, Limit.create(0, 1)))
        .thenApply(
            first ->
                first.isEmpty() || Double.isInfinite(first.getFirst().getScore())
                    ? Long.MAX_VALUE
                    : (long) first.getFirst().getScore());
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
  public CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return index.blob(run, name);
  }

  @Override
  public CompletableFuture<byte @Nullable []> result(String run) {
    return index.result(run);
  }

  @Override
  public CompletableFuture<List<String>> blobs(String run) {
    return read(timeout, redis -> redis.smembers(keys.blobNames(run)))
        .thenApply(names -> names.stream().map(Keys::text).sorted().toList());
  }

  @Override
  public CompletableFuture<Integer> purge(int limit) {
    return index.purge(limit);
  }

  @Override
  public CompletableFuture<Void> check() {
    return read(timeout, redis -> redis.exists(keys.header())).thenApply(there -> null);
  }

  @Override
  public CompletableFuture<Boolean> reaffirm() {
    return home.call(() -> writer.reaffirm(PATIENCE));
  }

  @Override
  public CompletableFuture<Void> release() {
    return home.call(() -> writer.release(PATIENCE));
  }

  private <T extends @Nullable Object> CompletableFuture<T> read(
      Duration within, RedisLink.Command<T> command) {
    return home.call(
        () ->
            writer.isFenced()
                ? CompletableFuture.failedFuture(writer.refusal())
                : Retry.patiently(reads, within, PATIENCE, redis -> writer.read(redis, command)));
  }

  private static List<String> texts(Collection<byte[]> names) {
    return names.stream().map(Keys::text).toList();
  }
}

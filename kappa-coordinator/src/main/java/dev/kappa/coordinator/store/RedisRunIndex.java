package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The listing and the headers of a partition on Redis. */
final class RedisRunIndex implements RunIndex {
  private static final Duration LONG_REPLY = Duration.ofSeconds(10);
  private static final int PURGE_STEP = 500;
  private static final int FIELDS = 200;

  private final Keys keys;
  private final Duration timeout;
  private final Reads reads;

  RedisRunIndex(Keys keys, Duration timeout, Reads reads) {
    this.keys = keys;
    this.timeout = timeout;
    this.reads = reads;
  }

  /** How a command that only reads, or may be sent again, is sent. */
  interface Reads {
    <T extends @Nullable Object> CompletableFuture<T> read(
        Duration within, RedisLink.Command<T> command);
  }

  @Override
  public CompletableFuture<List<String>> list(long startedBeforeMillis, int limit) {
    Names.checkLimit(limit);
    String bound = startedBeforeMillis == Long.MAX_VALUE ? "+inf" : "(" + startedBeforeMillis;
    var arguments = List.of(bytes(bound), bytes(Integer.toString(limit)));
    return purgeAll()
        .thenCompose(
            purged ->
                reads.read(
                    timeout, redis -> Script.LIST.list(redis, List.of(keys.runs()), arguments)))
        .thenApply(runs -> runs.stream().map(run -> Keys.text((byte[]) run)).toList());
  }

  private CompletableFuture<Integer> purgeAll() {
    return purge(PURGE_STEP)
        .thenCompose(
            purged -> purged < PURGE_STEP ? CompletableFuture.completedFuture(purged) : purgeAll());
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> headers(List<String> runs) {
    List<String> asked = List.copyOf(runs);
    return reads.read(timeout.plus(LONG_REPLY), redis -> headers(redis, asked));
  }

  private CompletionStage<Map<String, byte[]>> headers(
      RedisAsyncCommands<byte[], byte[]> redis, List<String> runs) {
    var replies = new LinkedHashMap<String, CompletableFuture<byte[]>>();
    for (String run : runs) {
      replies.computeIfAbsent(
          run, name -> redis.hget(keys.run(name), bytes(Change.HEADER)).toCompletableFuture());
    }
    return CompletableFuture.allOf(replies.values().toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              var headers = new LinkedHashMap<String, byte[]>();
              replies.forEach(
                  (run, reply) -> {
                    byte[] header = reply.join();
                    if (header != null) {
                      headers.put(run, header);
                    }
                  });
              return headers;
            });
  }

  @Override
  public CompletableFuture<FieldPage> fields(String run, String from) {
    return reads
        .read(
            timeout.plus(LONG_REPLY),
            redis ->
                redis.hscan(keys.run(run), ScanCursor.of(from), ScanArgs.Builder.limit(FIELDS)))
        .thenApply(
            page -> {
              var fields = new LinkedHashMap<String, byte[]>();
              page.getMap().forEach((field, value) -> fields.put(Keys.text(field), value));
              return new FieldPage(fields, page.isFinished() ? null : page.getCursor());
            });
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(String run, String name) {
    return reads.<byte @Nullable []>read(
        timeout.plus(LONG_REPLY), redis -> redis.get(keys.blob(run, name)));
  }

  @Override
  public CompletableFuture<byte @Nullable []> result(String run) {
    return reads.<byte @Nullable []>read(
        timeout.plus(LONG_REPLY), redis -> redis.get(keys.result(run)));
  }

  /** As {@link Partition#purge}. */
  CompletableFuture<Integer> purge(int limit) {
    Names.checkLimit(limit);
    var arguments = List.of(bytes(Integer.toString(limit)), keys.runPrefix(), keys.resultPrefix());
    return reads
        .read(
            timeout,
            redis -> Script.PURGE.number(redis, List.of(keys.expiring(), keys.runs()), arguments))
        .thenApply(Long::intValue);
  }
}

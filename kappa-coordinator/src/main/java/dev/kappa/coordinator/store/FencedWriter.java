package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;
import static dev.kappa.coordinator.store.Keys.text;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the batches of one owner of a partition, one after another. After any doubt about a batch
 * the partition's header tells what became of it; only what the store doesn't have is sent again.
 */
final class FencedWriter {
  private static final Logger LOG = LoggerFactory.getLogger(FencedWriter.class);

  private final int partition;
  private final Keys keys;
  private final Route route;
  private final Duration timeout;
  private final String owner;
  private String last;
  private long count;
  private long acknowledged;
  private boolean fenced;
  private @Nullable Pending pending;

  /** A batch on its way. */
  private static final class Pending {
    final String id;
    final WriteCall call;
    final CompletableFuture<BatchResult> result;
    int failures;

    Pending(String id, WriteCall call, CompletableFuture<BatchResult> result) {
      this.id = id;
      this.call = call;
      this.result = result;
    }
  }

  FencedWriter(int partition, Keys keys, Route route, Duration timeout, String owner, String last) {
    this.partition = partition;
    this.keys = keys;
    this.route = route;
    this.timeout = timeout;
    this.owner = owner;
    this.last = last;
  }

  CompletableFuture<BatchResult> write(Batch batch) {
    if (pending != null) {
      throw new IllegalStateException(
          "partition " + partition + ": the batch before is still pending");
    }
    if (fenced) {
      return CompletableFuture.completedFuture(BatchResult.FENCED);
    }
    String id = owner + "-" + ++count;
    var next = new Pending(id, new WriteCall(keys, owner, last, id, batch), route.promise());
    pending = next;
    send(next);
    return next.result;
  }

  /** Begins a new term, if the partition is still this owner's. */
  CompletableFuture<Boolean> reaffirm(Duration patience) {
    if (fenced) {
      return CompletableFuture.completedFuture(false);
    }
    return Retry.patiently(
            route,
            timeout,
            patience,
            redis -> Script.REAFFIRM.number(redis, List.of(keys.header()), List.of(bytes(owner))))
        .thenApply(
            still -> {
              fenced |= still == 0;
              return still == 1;
            });
  }

  /** Gives the partition up, if it is still this owner's. */
  CompletableFuture<Void> release(Duration patience) {
    if (pending != null) {
      throw new IllegalStateException(
          "partition " + partition + ": a batch is still pending (expected: to release after it)");
    }
    if (fenced) {
      return CompletableFuture.completedFuture(null);
    }
    fenced = true;
    return Retry.patiently(
            route.unconfirmed(),
            timeout,
            patience,
            redis -> Script.RELEASE.number(redis, List.of(keys.header()), List.of(bytes(owner))))
        .thenApply(released -> null);
  }

  private void send(Pending batch) {
    if (batch.result.isDone()) {
      return;
    }
    route
        .attempt(
            redis -> Script.WRITE.list(redis, batch.call.keys(), batch.call.arguments()),
            timeout.plusMillis(batch.call.size() >> 10))
        .whenComplete(
            (reply, error) -> {
              if (error != null) {
                doubt(batch, error);
              } else if (text((byte[]) reply.get(0)).equals("applied")) {
                applied(batch);
              } else {
                fenced(batch, text((byte[]) reply.get(1)), text((byte[]) reply.get(2)));
              }
            });
  }

  /** Whatever went wrong, the header knows what became of the batch. */
  private void doubt(Pending batch, Throwable error) {
    if (batch.result.isDone()) {
      return;
    }
    LOG.debug("partition {}: batch {} in doubt: {}", partition, batch.id, Health.reason(error));
    route.health().trouble(this, error);
    route.later(batch.failures++, batch.result, () -> inspect(batch));
  }

  private void inspect(Pending batch) {
    if (batch.result.isDone()) {
      return;
    }
    route
        .attempt(redis -> redis.hmget(keys.header(), bytes("owner"), bytes("batch")), timeout)
        .whenComplete(
            (header, error) -> {
              if (error != null) {
                doubt(batch, error);
              } else {
                decide(batch, value(header, 0), value(header, 1));
              }
            });
  }

  private void decide(Pending batch, String foundOwner, String foundBatch) {
    if (!foundOwner.equals(owner)) {
      fenced(batch, foundOwner, foundBatch);
    } else if (foundBatch.equals(batch.id) && !route.confirmed()) {
      applied(batch);
    } else if (foundBatch.equals(batch.id) || foundBatch.equals(last)) {
      // If it is there, sending it again does nothing but have replicas confirm it.
      send(batch);
    } else {
      fenced(batch, foundOwner, foundBatch);
    }
  }

  private void applied(Pending batch) {
    last = batch.id;
    acknowledged = count;
    settle(batch, BatchResult.APPLIED);
  }

  private void fenced(Pending batch, String foundOwner, String foundBatch) {
    lose(foundOwner, foundBatch);
    settle(batch, BatchResult.FENCED);
  }

  private void lose(String foundOwner, String foundBatch) {
    fenced = true;
    if (foundOwner.equals(owner)) {
      LOG.error(
          "partition {}: the store lost what it had acknowledged: its last batch is {}, not {};"
              + " going on from what it has",
          partition,
          foundBatch,
          last);
    } else if (foundBatch.isEmpty()) {
      LOG.error(
          "partition {}: the store lost all of it, as a Redis without an append-only file does when"
              + " it is started again; what was in it is gone",
          partition);
    } else {
      LOG.info("partition {} was taken over by {}", partition, foundOwner);
    }
  }

  private void settle(Pending batch, BatchResult result) {
    pending = null;
    route.health().fine(this);
    batch.result.complete(result);
  }

  boolean isFenced() {
    return fenced;
  }

  KappaException refusal() {
    return new KappaException(
        ErrorCode.FENCED,
        "partition %d has another owner, or Redis lost what this owner wrote; take it over again to go on from what Redis has"
            .formatted(partition));
  }

  /**
   * Reads, on the same connection, first the header and then what is asked for. A server that was
   * cut off from a fail-over, or restarted with old data, may hold a former state; it gives itself
   * away by its header, and the owner is fenced.
   */
  <T> CompletionStage<T> read(
      RedisAsyncCommands<byte[], byte[]> redis, RedisLink.Command<T> command) {
    long atLeast = acknowledged;
    return redis
        .hmget(keys.header(), bytes("owner"), bytes("batch"))
        .thenCombine(
            command.send(redis),
            (header, value) -> {
              String foundOwner = value(header, 0);
              String foundBatch = value(header, 1);
              if (foundOwner.equals(owner) && number(foundBatch) >= atLeast) {
                return value;
              }
              lose(foundOwner, foundBatch);
              throw refusal();
            });
  }

  /** {@return which of this owner's batches it is; 0 for all batches of owners before} */
  private long number(String batch) {
    String prefix = owner + "-";
    return batch.startsWith(prefix) ? Long.parseLong(batch.substring(prefix.length())) : 0;
  }

  private static String value(List<KeyValue<byte[], byte[]>> header, int index) {
    return text(header.get(index).getValueOrElse(new byte[0]));
  }
}

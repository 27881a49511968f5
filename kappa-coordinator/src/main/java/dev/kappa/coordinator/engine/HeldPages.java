package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.HeldCount;
import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.core.StoredPayloads;
import dev.kappa.coordinator.store.FieldPage;
import dev.kappa.coordinator.store.RunIndex;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.SealedBlob;
import dev.kappa.upgrade.Held;
import dev.kappa.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stored runs that have not ended hold of the application's code. A few runs make a page; of a
 * run, a few fields are in memory at once. Nothing is taken over, and no run goes on by it.
 */
final class HeldPages {
  private static final int RUNS = 20;

  private final List<? extends RunIndex> partitions;
  private final Map<Held, HeldCount> held = new LinkedHashMap<>();
  private final Map<Held, HeldCount> ofRun = new LinkedHashMap<>();
  private final Map<String, String> accepted = new HashMap<>();
  private long runs;
  private long unreadable;

  private HeldPages(List<? extends RunIndex> partitions) {
    this.partitions = partitions;
  }

  /**
   * {@return what the runs of a page hold}
   *
   * @param after {@link HeldPage#next} of the page before; null for the first
   */
  static CompletableFuture<HeldPage> page(
      List<? extends RunIndex> partitions, @Nullable String after) {
    HeldPages pages = new HeldPages(partitions);
    if (after == null) {
      return pages.partition(0, Long.MAX_VALUE);
    }
    String[] parts = after.split("-", -1);
    try {
      int partition = Integer.parseInt(parts[0]);
      if (parts.length == 2 && partition >= 0 && partition < partitions.size()) {
        return pages.partition(partition, Long.parseLong(parts[1]));
      }
    } catch (NumberFormatException e) {
      throw unknown(after, e);
    }
    throw unknown(after, null);
  }

  private static KappaException unknown(String after, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.BAD_REQUEST,
        "after: %s (expected: the 'next' of a page before, or nothing)".formatted(after),
        cause);
  }

  /** {@return what one run holds} */
  static CompletableFuture<HeldPage> of(RunIndex partition, String run) {
    HeldPages pages = new HeldPages(List.of(partition));
    return partition
        .headers(List.of(run))
        .thenCompose(
            found -> {
              if (!found.containsKey(run)) {
                throw Fencing.unknown(run);
              }
              return pages.runs(partition, new ArrayDeque<>(List.of(run)));
            })
        .thenApply(done -> pages.page(null));
  }

  private CompletableFuture<HeldPage> partition(int number, long before) {
    RunIndex index = partitions.get(number);
    return index
        .list(before, RUNS)
        .thenCompose(found -> index.headers(found).thenCompose(h -> some(number, found, h)));
  }

  private CompletableFuture<HeldPage> some(
      int number, List<String> found, Map<String, byte[]> headers) {
    Deque<String> live = new ArrayDeque<>();
    long oldest = Long.MAX_VALUE;
    for (Map.Entry<String, byte[]> entry : headers.entrySet()) {
      RunHeader header = RunHeader.read(entry.getValue());
      oldest = Math.min(oldest, header.startedAt());
      if (!header.status().ended()) {
        live.add(entry.getKey());
      }
    }
    boolean last = found.size() < RUNS || oldest == Long.MAX_VALUE;
    int nextNumber = last ? number + 1 : number;
    long nextBefore = last ? Long.MAX_VALUE : oldest;
    if (live.isEmpty() && nextNumber < partitions.size()) {
      return partition(nextNumber, nextBefore);
    }
    String next = nextNumber == partitions.size() ? null : nextNumber + "-" + nextBefore;
    return runs(partitions.get(number), live).thenApply(done -> page(next));
  }

  private HeldPage page(@Nullable String next) {
    return new HeldPage(List.copyOf(held.values()), runs, unreadable, next);
  }

  private CompletableFuture<Void> runs(RunIndex index, Deque<String> open) {
    String run = open.poll();
    if (run == null) {
      return CompletableFuture.completedFuture(null);
    }
    runs++;
    return fields(index, run, FieldPage.FIRST)
        .thenCompose(
            done -> {
              endOfRun();
              return runs(index, open);
            });
  }

  private void endOfRun() {
    ofRun.forEach(
        (piece, count) -> {
          Held whole = piece.accepting(standIns(piece));
          held.merge(whole, new HeldCount(whole, count.count(), count.run()), HeldCount::plus);
        });
    ofRun.clear();
    accepted.clear();
  }

  /** {@return what stands for a lambda's body, what stands for that, and so on} */
  private List<String> standIns(Held piece) {
    List<String> found = new ArrayList<>();
    String next = accepted.get(piece.fingerprint() + piece.type());
    while (next != null && found.size() < accepted.size()) {
      found.add(next);
      next = accepted.get(next + piece.type());
    }
    return found;
  }

  /** Values are looked into on other threads than the coordinator's. */
  private CompletableFuture<Void> fields(RunIndex index, String run, String from) {
    return index
        .fields(run, from)
        .thenComposeAsync(
            page -> {
              Deque<Payload> blobs = new ArrayDeque<>();
              page.fields().forEach((field, bytes) -> field(run, field, bytes, blobs));
              page.fields().forEach((field, bytes) -> accepted(field, bytes));
              return blobs(index, run, blobs)
                  .thenCompose(
                      done ->
                          page.next() == null
                              ? CompletableFuture.completedFuture(null)
                              : fields(index, run, page.next()));
            });
  }

  private void field(String run, String field, byte[] bytes, Deque<Payload> blobs) {
    StoredPayloads.in(
        field,
        bytes,
        payload -> {
          if (payload.blobs().size() == 1) {
            blobs.add(payload);
          } else {
            value(run, payload::body);
          }
        });
  }

  private void accepted(String field, byte[] bytes) {
    StoredPayloads.accepted(
        field, bytes, each -> accepted.put(each.from() + each.type(), each.to()));
  }

  private CompletableFuture<Void> blobs(RunIndex index, String run, Deque<Payload> open) {
    Payload next = open.poll();
    if (next == null) {
      return CompletableFuture.completedFuture(null);
    }
    String name = next.blobs().getFirst();
    return index
        .blob(run, name)
        .thenComposeAsync(
            bytes -> {
              // One that is not there has gone since its name was read.
              value(run, () -> bytes == null ? Payload.NONE.body() : clear(name, next, bytes));
              return blobs(index, run, open);
            });
  }

  private static byte[] clear(String name, Payload payload, byte[] bytes) {
    return BlobPlace.isSealed(name) ? SealedBlob.open(name, payload.body(), bytes) : bytes;
  }

  private void value(String run, Supplier<byte[]> body) {
    try {
      Held.in(body.get(), each -> ofRun.merge(each, new HeldCount(each, 1, run), HeldCount::plus));
    } catch (KappaException e) {
      unreadable++;
    }
  }
}

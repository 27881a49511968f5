package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.BatchResult;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of many commands in one batch: while one is on its way, the next gathers. What
 * waits for a change to be durable is run in order, as long as this coordinator may speak; else
 * when it may again.
 */
final class GroupCommit {
  /** A batch takes more commands until it has so many changes or bytes. */
  private static final int BATCH_CHANGES = 5_000;

  private static final int BATCH_BYTES = 4 << 20;

  /** What an entry takes at least, even one without changes. */
  static final int LEAST_BYTES = 512;

  private final Partition partition;
  private final Executor loop;
  private final BooleanSupplier maySpeak;
  private final Consumer<@Nullable Throwable> broken;
  private final Defects defects;
  private final Tally tally;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final Deque<Entry> unsaid = new ArrayDeque<>();
  private final List<Runnable> whenQuiet = new ArrayList<>();
  private List<Entry> underWay = List.of();
  private long waitingBytes;
  private boolean busy;
  private boolean closed;

  private record Entry(List<Change> changes, int bytes, Runnable durable, Runnable lost) {
    int size() {
      return Math.max(LEAST_BYTES, bytes);
    }
  }

  GroupCommit(
      Partition partition,
      Executor loop,
      BooleanSupplier maySpeak,
      Consumer<@Nullable Throwable> broken,
      Defects defects,
      Tally tally) {
    this.partition = partition;
    this.loop = loop;
    this.maySpeak = maySpeak;
    this.broken = broken;
    this.defects = defects;
    this.tally = tally;
  }

  /** {@return how many bytes wait, are on their way, or are there and nobody knows it yet} */
  long backlog() {
    return waitingBytes;
  }

  /**
   * Writes {@code changes}, all or none; runs {@code durable} when they and all before them are,
   * {@code lost} if that will not be known here.
   */
  void add(List<Change> changes, Runnable durable, Runnable lost) {
    if (closed) {
      tell(lost);
      return;
    }
    int bytes = changes.stream().mapToInt(Change::size).sum();
    Entry entry = new Entry(changes, bytes, durable, lost);
    waiting.add(entry);
    waitingBytes += entry.size();
    if (!busy) {
      busy = true;
      loop.execute(this::flush);
    }
  }

  /** Runs {@code action} once nothing waits, is on its way, or is to be said. */
  void whenQuiet(Runnable action) {
    whenQuiet.add(action);
    rest();
  }

  private void rest() {
    if (waiting.isEmpty() && underWay.isEmpty() && unsaid.isEmpty()) {
      List<Runnable> actions = List.copyOf(whenQuiet);
      whenQuiet.clear();
      actions.forEach(this::tell);
    }
  }

  /** Writes no more. */
  void close() {
    closed = true;
    List<Entry> left = new ArrayList<>(unsaid);
    left.addAll(underWay);
    left.addAll(waiting);
    unsaid.clear();
    underWay = List.of();
    waiting.clear();
    left.forEach(entry -> tell(entry.lost()));
    rest();
  }

  private void flush() {
    List<Entry> batch = next();
    if (batch.isEmpty() || closed) {
      busy = false;
      return;
    }
    List<Change> changes = new ArrayList<>();
    batch.forEach(entry -> changes.addAll(entry.changes()));
    if (changes.isEmpty()) {
      done(batch);
      return;
    }
    underWay = batch;
    try {
      partition.write(changes).whenComplete((result, error) -> written(batch, result, error));
    } catch (RuntimeException e) {
      written(batch, null, e);
    }
  }

  private List<Entry> next() {
    List<Entry> batch = new ArrayList<>();
    int count = 0;
    int bytes = 0;
    while (!waiting.isEmpty()) {
      Entry entry = waiting.peek();
      count += entry.changes().size();
      bytes += entry.size();
      boolean full = count > BATCH_CHANGES || bytes > BATCH_BYTES;
      if (full && !batch.isEmpty()) {
        break;
      }
      batch.add(waiting.remove());
    }
    return batch;
  }

  private void written(List<Entry> batch, @Nullable BatchResult result, @Nullable Throwable error) {
    if (closed) {
      return;
    }
    if (result != BatchResult.APPLIED) {
      fail(error);
      return;
    }
    tally.written(batch.stream().mapToLong(Entry::bytes).sum());
    done(batch);
  }

  /** The partition is another owner's: nothing can be written any more. */
  void fail(@Nullable Throwable error) {
    if (!closed) {
      close();
      broken.accept(error);
    }
  }

  private void done(List<Entry> batch) {
    underWay = List.of();
    unsaid.addAll(batch);
    speak();
    flush();
  }

  /** Says what became durable, if this coordinator may speak. */
  void speak() {
    while (!unsaid.isEmpty() && maySpeak.getAsBoolean()) {
      Entry entry = unsaid.remove();
      waitingBytes -= entry.size();
      tell(entry.durable());
    }
    rest();
  }

  /** One that fails must not keep the others from being told. */
  private void tell(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      defects.found("after a change became durable, or was lost", e);
    }
  }
}

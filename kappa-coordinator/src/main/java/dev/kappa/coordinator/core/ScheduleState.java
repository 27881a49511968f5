package dev.kappa.coordinator.core;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.RunId;
import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How far a schedule is. Times are milliseconds since 1970.
 *
 * @param spec what it is to do
 * @param paused whether it starts nothing
 * @param decided all due times up to this one were decided: started, buffered or left out
 * @param counts since it was made or changed
 * @param buffered the due time whose run begins when no other runs; {@link #NONE} if there is none
 * @param recent what came of the last due times, the last one last
 * @param next the next due time; {@link Timing#NEVER} if there is none. Derived
 */
public record ScheduleState(
    ScheduleSpec spec,
    boolean paused,
    long decided,
    Counts counts,
    long buffered,
    Vector<Entry> recent,
    long next) {
  /** No due time. */
  public static final long NONE = -1;

  private static final int RECENT = 20;

  /**
   * What became of due times.
   *
   * @param started runs, those that were triggered not among them
   * @param missed nobody was there in time
   * @param skipped because of the overlap policy
   */
  public record Counts(long started, long missed, long skipped) {
    static final Counts ZERO = new Counts(0, 0, 0);

    private Counts plus(Outcome outcome, long count) {
      return switch (outcome) {
        case STARTED -> new Counts(started + count, missed, skipped);
        case TRIGGERED -> this;
        case MISSED -> new Counts(started, missed + count, skipped);
        case SKIPPED -> new Counts(started, missed, skipped + count);
      };
    }
  }

  /** What became of a due time. */
  public enum Outcome {
    /** Its run was started. */
    STARTED,
    /** A run was started by hand. */
    TRIGGERED,
    /** Nobody was there in time, and it was not made up for. */
    MISSED,
    /** Another run had not ended. */
    SKIPPED
  }

  /**
   * A due time, or several in a row of which the same came.
   *
   * @param due the due time; the last one if there are several
   * @param at when that was decided
   * @param outcome what came of it
   * @param count of how many
   * @param run the run's id; empty if there is none
   * @param status how far the run is, as far as it was heard
   * @param error why the run failed, with a code; else empty
   */
  public record Entry(
      long due, long at, Outcome outcome, long count, String run, RunStatus status, String error) {
    private static final int MOST_CHARACTERS = 300;

    static Entry of(long due, long at, Outcome outcome, long count) {
      return new Entry(due, at, outcome, count, "", RunStatus.RUNNING, "");
    }

    Entry of(String startedRun) {
      return new Entry(due, at, outcome, count, startedRun, status, error);
    }

    Entry ended(RunStatus newStatus, String why) {
      String cut = why.length() <= MOST_CHARACTERS ? why : why.substring(0, MOST_CHARACTERS) + "…";
      return new Entry(due, at, outcome, count, run, newStatus, cut);
    }

    private void write(ByteWriter out) {
      out.varint(due).varint(at).text(outcome.name()).varint(count);
      out.text(run).text(status.name()).text(error);
    }

    private static Entry read(ByteReader in) {
      return new Entry(
          in.varint(),
          in.varint(),
          Outcome.valueOf(in.text()),
          in.varint(),
          in.text(),
          RunStatus.valueOf(in.text()),
          in.text());
    }
  }

  static ScheduleState create(ScheduleSpec spec, long now) {
    return of(spec, false, now, Counts.ZERO, NONE, Vector.empty());
  }

  private static ScheduleState of(
      ScheduleSpec spec,
      boolean paused,
      long decided,
      Counts counts,
      long buffered,
      Vector<Entry> recent) {
    return new ScheduleState(spec, paused, decided, counts, buffered, recent, spec.next(decided))
        .bounded();
  }

  /** Nothing is due any more when all runs were started, or will be. */
  private ScheduleState bounded() {
    return planned() < spec.atMost()
        ? this
        : new ScheduleState(spec, paused, decided, counts, buffered, recent, Timing.NEVER);
  }

  private long planned() {
    return counts.started() + (buffered == NONE ? 0 : 1);
  }

  // ---- the keys and ids

  /** {@return the id of the entity that a schedule is} No run has such a one. */
  public static String idOf(String name) {
    return "schedule/" + name;
  }

  /** {@return whether an id is that of a schedule} */
  public static boolean isId(String id) {
    return id.startsWith("schedule/");
  }

  /** {@return the idempotency key of a due time's run} */
  public static String keyOf(String name, long due) {
    return "schedule/" + name + "/" + Instant.ofEpochMilli(due);
  }

  /** {@return the idempotency key of a run that is started by hand} */
  static String keyOfTrigger(String name, String key) {
    return "schedule/" + name + "/trigger/" + key;
  }

  // ---- asked

  /** {@return when something is to happen next} */
  long wake() {
    return paused ? Timing.NEVER : spec.beginning(next);
  }

  /** {@return whether nothing is due any more} */
  public boolean ended() {
    return next == Timing.NEVER && buffered == NONE;
  }

  /** {@return the next due times, at most so many} */
  public List<Long> upcoming(int most) {
    List<Long> times = new ArrayList<>();
    long time = next;
    while (time != Timing.NEVER && times.size() < Math.min(most, spec.atMost() - planned())) {
      times.add(time);
      time = spec.next(time);
    }
    return times;
  }

  /** {@return whether a run is known to have been started} */
  boolean knows(String key) {
    String run = RunId.of(key);
    return recent.exists(entry -> entry.run().equals(run));
  }

  /** {@return about how many bytes of memory it takes} */
  long bytes() {
    return 2L * spec.input().length() + (long) Weight.ENTITY * (2 + recent.size());
  }

  // ---- changed

  /** {@return with another thing to do, from {@code now} on} */
  ScheduleState with(ScheduleSpec other, long now) {
    return of(other, paused, Math.max(decided, now), Counts.ZERO, buffered, recent);
  }

  ScheduleState pause() {
    return new ScheduleState(spec, true, decided, counts, buffered, recent, next);
  }

  /** What was due in between is left out. */
  ScheduleState resume(long now) {
    return of(spec, false, Math.max(decided, now), counts, buffered, recent);
  }

  ScheduleState decided(long due) {
    return of(spec, paused, due, counts, buffered, recent);
  }

  ScheduleState buffer(long due) {
    return new ScheduleState(spec, paused, decided, counts, due, recent, next).bounded();
  }

  ScheduleState add(Entry entry) {
    Vector<Entry> all = entry.run().isEmpty() ? joined(entry) : recent.append(entry);
    Counts more = counts.plus(entry.outcome(), entry.count());
    return new ScheduleState(spec, paused, decided, more, buffered, all.takeRight(RECENT), next)
        .bounded();
  }

  /** Many in a row of which nothing came would push out all that ran. */
  private Vector<Entry> joined(Entry entry) {
    Entry last = recent.lastOption().getOrNull();
    return last == null || last.outcome() != entry.outcome()
        ? recent.append(entry)
        : recent
            .init()
            .append(
                Entry.of(entry.due(), entry.at(), entry.outcome(), last.count() + entry.count()));
  }

  /** What a run came to. */
  ScheduleState ended(String run, UnaryOperator<Entry> how) {
    Vector<Entry> told = recent.map(entry -> entry.run().equals(run) ? how.apply(entry) : entry);
    return new ScheduleState(spec, paused, decided, counts, buffered, told, next);
  }

  // ---- stored

  byte[] toBytes(Format format) {
    ByteWriter out = format.begin(256);
    out.bool(paused).varint(decided);
    out.varint(counts.started).varint(counts.missed).varint(counts.skipped).i64(buffered);
    out.list(recent.asJava(), (o, entry) -> entry.write(o));
    return out.toBytes();
  }

  static ScheduleState read(byte[] spec, byte[] bytes) {
    return Entities.read(bytes, in -> read(ScheduleSpec.read(spec), in));
  }

  private static ScheduleState read(ScheduleSpec spec, ByteReader in) {
    return of(
        spec,
        in.bool(),
        in.varint(),
        new Counts(in.varint(), in.varint(), in.varint()),
        in.i64(),
        Vector.ofAll(in.list(Entry::read)));
  }
}

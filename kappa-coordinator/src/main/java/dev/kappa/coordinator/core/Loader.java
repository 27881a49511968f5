package dev.kappa.coordinator.core;

import dev.kappa.coordinator.store.Change;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Queue;
import io.vavr.collection.Set;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import org.jspecify.annotations.Nullable;

/** Builds a run from its stored entities, and what is derived from them. */
final class Loader {
  private final String run;
  private final java.util.Map<String, byte[]> fields;
  private Map<Handle, TaskState> tasks = HashMap.empty();
  private Map<Handle, ChannelState> channels = HashMap.empty();
  private Map<Handle, GroupState> groups = HashMap.empty();
  private Map<Handle, TreeMap<Integer, Frames.Segment>> segments = HashMap.empty();
  private Map<String, byte[]> signals = HashMap.empty();
  private Map<String, String> accepted = HashMap.empty();
  private Waits waits = Waits.NONE;
  private Blobs blobs = Blobs.NONE;
  private long inline;
  private Queue<Change> rubbish = Queue.empty();

  Loader(String run, java.util.Map<String, byte[]> fields) {
    this.run = run;
    this.fields = fields;
  }

  RunState load() {
    byte[] header = fields.get(Entities.HEADER);
    if (header == null) {
      throw new KappaException(ErrorCode.UNKNOWN_RUN, "run " + run + " is not stored");
    }
    fields.forEach(this::entity);
    fields.forEach(this::message);
    tasks.values().forEach(this::derive);
    Map<Handle, Frames> frames =
        segments.mapValues(bySegment -> new Frames(Vector.ofAll(bySegment.values())));
    frames.values().forEach(f -> f.segments().forEach(s -> s.frames().forEach(this::count)));
    return new RunState(
        run,
        RunHeader.read(header),
        tasks,
        frames,
        channels,
        groups,
        signals,
        accepted,
        waits,
        blobs,
        inline,
        Pace.START,
        rubbish,
        schedule(),
        limit());
  }

  private @Nullable LimitState limit() {
    byte[] limit = fields.get(Entities.LIMIT);
    return limit == null ? null : LimitState.read(limit, fields);
  }

  private @Nullable ScheduleState schedule() {
    byte[] spec = fields.get(Entities.SPEC);
    byte[] schedule = fields.get(Entities.SCHEDULE);
    return spec == null || schedule == null ? null : ScheduleState.read(spec, schedule);
  }

  private void entity(String field, byte[] bytes) {
    String rest = field.substring(1);
    switch (field.charAt(0)) {
      case 't' -> {
        Handle id = Handle.parse(rest);
        tasks = tasks.put(id, TaskState.read(id, bytes));
      }
      case 'c' -> {
        channels = channels.put(Handle.parse(rest), ChannelState.read(bytes));
        inline += Weight.ENTITY;
      }
      case 'g' -> groups = groups.put(Handle.parse(rest), GroupState.read(bytes));
      case 's' -> segment(rest, bytes);
      case 'x' -> {
        byte[] json = Entities.read(bytes, ByteReader::blob);
        signals = signals.put(rest, json);
        inline += Weight.of(json);
      }
      case 'b' -> {
        accepted = accepted.put(rest, Acceptances.read(bytes));
        inline += Weight.ENTITY;
      }
      case 'h', 'm', 'p', 'q', 'l', 'w', 'r' -> {}
      default ->
          throw new KappaException(
              ErrorCode.UNSUPPORTED_STORE,
              "run %s has a field '%s' that this version does not know".formatted(run, field));
    }
  }

  private void segment(String name, byte[] bytes) {
    int slash = name.indexOf('/');
    Handle task = Handle.parse(name.substring(0, slash));
    int from = Integer.parseInt(name.substring(slash + 1));
    TreeMap<Integer, Frames.Segment> known = segments.getOrElse(task, TreeMap.empty());
    segments = segments.put(task, known.put(from, Frames.Segment.read(from, bytes)));
  }

  private void message(String field, byte[] bytes) {
    if (field.charAt(0) != 'm') {
      return;
    }
    int slash = field.indexOf('/');
    Handle channel = Handle.parse(field.substring(1, slash));
    long number = Long.parseLong(field.substring(slash + 1));
    ChannelState known = channels.getOrElse(channel, null);
    if (known == null) {
      // Its channel went first; see Transition.forget.
      rubbish = rubbish.append(new Change.Remove(run, field));
      return;
    }
    Payload payload = Entities.read(bytes, ByteReader::payload);
    channels = channels.put(channel, known.restore(number, payload));
    count(payload);
    inline += Weight.ENTITY;
  }

  private void count(Payload payload) {
    blobs = blobs.count(payload, 1);
    inline += Weight.of(payload);
  }

  private void derive(TaskState task) {
    waits = waits.count(task, 1);
    Contents.payloads(task, this::count);
    inline += Weight.of(task);
    group(task);
    if (task.origin().scope() != null && !task.ended()) {
      waits = waits.enter(task.origin().scope(), task.id());
    }
    if (task.status() == TaskStatus.WAITING) {
      waiting(task);
    }
  }

  private void group(TaskState task) {
    Handle first = task.origin().group();
    if (first == null || task.ended()) {
      return;
    }
    GroupState group = groups.get(first).get();
    groups =
        groups.put(
            first,
            task.status() == TaskStatus.QUEUED
                ? group.queued(group.queued().put(task.origin().number(), task.id()))
                : group.running(1));
  }

  private void waiting(TaskState task) {
    if (!(task.next() instanceof Next.Wait wait)) {
      throw notWaiting(task);
    }
    waits = Waiting.enter(waits, task, this::open);
    for (Next.Source source : Waiting.sources(wait)) {
      enter(source, task);
    }
  }

  private void enter(Next.Source source, TaskState task) {
    Handle id = Channels.channel(source);
    if (id != null) {
      ChannelState channel = channels.get(id).get();
      channels = channels.put(id, channel.enter(source, task.ticket(), task.id()));
    }
  }

  private Set<Handle> open(Iterable<Handle> futures) {
    return HashSet.ofAll(futures)
        .filter(f -> !tasks.get(f).exists(task -> task.ended() || Permits.isSettled(task)));
  }

  private KappaException notWaiting(TaskState task) {
    return new KappaException(
        ErrorCode.INTERNAL,
        "run %s: task %s is stored as waiting for nothing".formatted(run, task.id()));
  }
}

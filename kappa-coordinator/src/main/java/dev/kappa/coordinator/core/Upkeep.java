package dev.kappa.coordinator.core;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import io.vavr.collection.Queue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run keeps stored and what goes, while a command is applied. What goes leaves the run at
 * once, and the store little by little, so that no batch is too large: with each command some of
 * it, and never less than the command creates.
 */
final class Upkeep {
  private static final int RUBBISH = 1000;

  private final String run;
  private final Set<String> unnamed = new LinkedHashSet<>();
  private Blobs blobs;
  private long inline;
  private Pace pace;
  private Queue<Change> rubbish;
  private int created;
  private boolean lookDemanded;
  private boolean sweepDemanded;

  Upkeep(RunState before) {
    this.run = before.id();
    this.blobs = before.blobs();
    this.inline = before.inline();
    this.pace = before.pace();
    this.rubbish = before.rubbish();
  }

  Blobs blobs() {
    return blobs;
  }

  long inline() {
    return inline;
  }

  Weight weight() {
    return new Weight(inline, blobs.bytes());
  }

  Pace pace() {
    return pace;
  }

  Queue<Change> rubbish() {
    return rubbish;
  }

  // ---- what happens

  void changes(@Nullable TaskState old, TaskState task) {
    Contents.payloads(task, payload -> name(payload, 1));
    inline += Weight.of(task);
    if (old == null) {
      created();
      return;
    }
    Contents.payloads(old, payload -> name(payload, -1));
    inline -= Weight.of(old);
    if (task.ended() && !old.ended()) {
      pace = pace.event();
    }
  }

  void channelCreated() {
    inline += Weight.ENTITY;
    created();
  }

  private void created() {
    created++;
    pace = pace.event();
  }

  /** A signal has come. */
  void signal(byte[] json) {
    inline += Weight.of(json);
  }

  /** One more body stands for another. */
  void accepted() {
    inline += Weight.ENTITY;
  }

  void name(List<Payload> payloads, int change) {
    payloads.forEach(payload -> name(payload, change));
  }

  void name(Payload payload, int change) {
    blobs = blobs.count(payload, change);
    inline += change * Weight.of(payload);
    if (change < 0) {
      unnamed.addAll(payload.blobs());
    }
  }

  /** A message was put in a channel, or taken out. */
  void message(Payload message, int change) {
    name(message, change);
    inline += (long) change * Weight.ENTITY;
  }

  // ---- when to look

  /** Demands that it is looked for what waits or is kept in vain, whenever that was done before. */
  void demandLook() {
    lookDemanded = true;
  }

  boolean isLookDue() {
    return lookDemanded || pace.due();
  }

  /** It was looked, which took {@code work}. */
  void looked(long work) {
    pace = Pace.after(work);
  }

  /** Whether there is something to do though nothing of the run has changed. */
  boolean isDemanded() {
    return lookDemanded || sweepDemanded;
  }

  // ---- what goes

  void forget(TaskState task) {
    Contents.payloads(task, payload -> name(payload, -1));
    inline -= Weight.of(task);
    discard(Entities.task(task.id()));
  }

  /** The channel itself goes first: messages without one are known to be rubbish. */
  void forget(Handle id, ChannelState channel) {
    discard(Entities.channel(id));
    inline -= Weight.ENTITY;
    channel
        .messages()
        .forEach(
            (number, message) -> {
              message(message, -1);
              discard(Entities.message(id, number));
            });
  }

  private void discard(String field) {
    rubbish = rubbish.append(new Change.Remove(run, field));
  }

  /** A value is not stored at all: nor are its blobs. */
  void discard(Payload value) {
    unnamed.addAll(value.blobs());
  }

  void discard(List<Change> drops) {
    rubbish = rubbish.appendAll(drops);
    sweepDemanded = true;
  }

  /** {@return what goes from the store now} */
  List<Change> take() {
    for (String blob : unnamed) {
      if (!blobs.names(blob)) {
        rubbish = rubbish.append(new Change.DropBlob(run, blob));
      }
    }
    unnamed.clear();
    List<Change> taken = new ArrayList<>();
    while (taken.size() < RUBBISH + created && !rubbish.isEmpty()) {
      taken.add(rubbish.head());
      rubbish = rubbish.tail();
    }
    return taken;
  }
}

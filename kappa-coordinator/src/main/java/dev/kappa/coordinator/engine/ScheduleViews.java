package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.JsonText;
import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.core.ScheduleSpec;
import dev.kappa.coordinator.core.ScheduleState;
import dev.kappa.coordinator.core.ScheduleState.Entry;
import dev.kappa.coordinator.core.Timing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Schedules as clients see them. */
final class ScheduleViews {
  private static final int UPCOMING = 5;

  private ScheduleViews() {}

  /** {@return the view of a schedule of which {@code running} runs have not ended} */
  static ScheduleView of(ScheduleState schedule, int running) {
    String json =
        JsonText.write(
            out -> {
              out.writeStartObject();
              spec(schedule.spec(), out);
              out.writeStringProperty("status", status(schedule));
              state(schedule, running, out);
              out.writeEndObject();
            });
    return new ScheduleView(schedule.spec().name(), json);
  }

  private static String status(ScheduleState schedule) {
    return schedule.ended() ? "ENDED" : schedule.paused() ? "PAUSED" : "ACTIVE";
  }

  private static void spec(ScheduleSpec spec, JsonGenerator out) {
    out.writeStringProperty("name", spec.name());
    out.writeStringProperty("workflow", spec.workflow());
    out.writeName("input");
    out.writeRawValue(spec.input());
    switch (spec.timing()) {
      case Timing.Cron t -> {
        out.writeStringProperty("cron", t.times().expression());
        out.writeStringProperty("timeZone", t.zone().getId());
      }
      case Timing.Every t -> {
        out.writeStringProperty("every", Duration.ofMillis(t.interval()).toString());
        out.writeStringProperty("anchor", time(t.anchor()));
      }
    }
    missed(spec.catchUp(), out);
    out.writeStringProperty("overlap", spec.overlap().name());
    out.writeStringProperty("deadline", Duration.ofMillis(spec.deadline()).toString());
    out.writeStringProperty("jitter", Duration.ofMillis(spec.jitter()).toString());
    out.writeStringProperty("until", spec.until() == Timing.NEVER ? null : time(spec.until()));
    if (spec.atMost() == Timing.NEVER) {
      out.writeNullProperty("atMost");
    } else {
      out.writeNumberProperty("atMost", spec.atMost());
    }
    out.writeStringProperty("source", spec.ofCode() ? "CODE" : "CLIENT");
  }

  private static void missed(int catchUp, JsonGenerator out) {
    String policy = catchUp == 0 ? "SKIP" : catchUp == 1 ? "RUN_ONCE" : "RUN_ALL";
    out.writeStringProperty("missed", policy);
    if (catchUp > 1) {
      out.writeNumberProperty("catchUp", catchUp);
    }
  }

  private static void state(ScheduleState schedule, int running, JsonGenerator out) {
    out.writeArrayPropertyStart("next");
    if (!schedule.paused()) {
      schedule.upcoming(UPCOMING).forEach(due -> out.writeString(time(due)));
    }
    out.writeEndArray();
    long waiting = schedule.buffered();
    out.writeStringProperty("buffered", waiting == ScheduleState.NONE ? null : time(waiting));
    out.writeNumberProperty("running", running);
    out.writeObjectPropertyStart("counts");
    out.writeNumberProperty("started", schedule.counts().started());
    out.writeNumberProperty("missed", schedule.counts().missed());
    out.writeNumberProperty("skipped", schedule.counts().skipped());
    out.writeEndObject();
    out.writeArrayPropertyStart("recent");
    schedule.recent().reverse().forEach(entry -> entry(entry, out));
    out.writeEndArray();
  }

  private static void entry(Entry entry, JsonGenerator out) {
    boolean ran = !entry.run().isEmpty();
    out.writeStartObject();
    out.writeStringProperty("due", time(entry.due()));
    out.writeStringProperty("decidedAt", time(entry.at()));
    out.writeStringProperty("outcome", entry.outcome().name());
    out.writeNumberProperty("count", entry.count());
    out.writeStringProperty("runId", orNull(entry.run()));
    out.writeStringProperty("status", ran ? entry.status().name() : null);
    out.writeStringProperty("error", orNull(entry.error()));
    out.writeEndObject();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}

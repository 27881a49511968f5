package dev.kappa.handler;

import dev.kappa.Schedule;
import dev.kappa.Workflow;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** The schedules of an application, told as a client of the coordinator would tell them. */
final class Plans {
  private Plans() {}

  /** Writes {@code [{"name":…,"does":{"workflow":…,"input":…,"cron":…}}]}. */
  static void write(Application application, JsonGenerator out) {
    out.writeStartArray();
    for (String name : application.workflows().names()) {
      Workflow<?> workflow = application.workflows().find(name).orElseThrow();
      workflow.schedules().forEach(planned -> write(workflow.name(), planned, out));
    }
    out.writeEndArray();
  }

  private static void write(String workflow, Workflow.Planned<?> planned, JsonGenerator out) {
    Schedule schedule = planned.schedule();
    out.writeStartObject();
    out.writeStringProperty("name", schedule.name());
    out.writeName("does");
    out.writeRawValue(body(workflow, planned));
    out.writeEndObject();
  }

  /** {@return what a schedule is to do, as JSON} */
  static String body(String workflow, Workflow.Planned<?> planned) {
    byte[] json = Answer.json(out -> members(workflow, planned, out));
    return new String(json, StandardCharsets.UTF_8);
  }

  private static void members(String workflow, Workflow.Planned<?> planned, JsonGenerator out) {
    Schedule schedule = planned.schedule();
    out.writeStringProperty("workflow", workflow);
    out.writeName("input");
    byte[] input = Json.write(planned.input(), "the input of schedule '" + schedule.name() + "'");
    out.writeRawValue(new String(input, StandardCharsets.UTF_8));
    if (schedule.every() == null) {
      out.writeStringProperty("cron", schedule.cron());
      out.writeStringProperty("timeZone", schedule.zone().getId());
    } else {
      out.writeStringProperty("every", schedule.every().toString());
      out.writeStringProperty("anchor", schedule.anchor().toString());
    }
    missed(schedule.catchUp(), out);
    out.writeStringProperty("overlap", schedule.overlap().name());
    out.writeStringProperty("deadline", schedule.deadline().toString());
    out.writeStringProperty("jitter", schedule.jitter().toString());
    if (schedule.until() != null) {
      out.writeStringProperty("until", schedule.until().toString());
    }
    if (schedule.atMost() < Long.MAX_VALUE) {
      out.writeNumberProperty("atMost", schedule.atMost());
    }
  }

  private static void missed(int catchUp, JsonGenerator out) {
    out.writeStringProperty(
        "missed", catchUp == 0 ? "SKIP" : catchUp == 1 ? "RUN_ONCE" : "RUN_ALL");
    if (catchUp > 1) {
      out.writeNumberProperty("catchUp", catchUp);
    }
  }
}

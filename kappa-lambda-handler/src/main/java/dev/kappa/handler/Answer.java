package dev.kappa.handler;

import dev.kappa.Start;
import dev.kappa.Workflow;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Carried;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What an invocation gives back, as JSON. */
final class Answer {
  private Answer() {}

  /** {@return {@code {"application":…,"workflows":[{"name":…,"input":…}],"schedules":[…]}}} */
  static byte[] description(Application application) {
    return json(
        out -> {
          out.writeStringProperty("application", application.digest());
          out.writeArrayPropertyStart("workflows");
          for (String name : application.workflows().names()) {
            workflow(out, application.workflows().find(name).orElseThrow());
          }
          out.writeEndArray();
          out.writeName("schedules");
          Plans.write(application, out);
        });
  }

  private static void workflow(JsonGenerator out, Workflow<?> workflow) {
    Start starts = workflow.starts();
    out.writeStartObject();
    out.writeStringProperty("name", workflow.name());
    out.writeStringProperty("input", workflow.input().getName());
    if (starts.priority() != 0) {
      out.writeNumberProperty("priority", starts.priority());
    }
    if (!starts.fairnessKey().isEmpty()) {
      out.writeStringProperty("fairnessKey", starts.fairnessKey());
    }
    if (starts.fairnessWeight() != 0) {
      out.writeNumberProperty("fairnessWeight", starts.fairnessWeight());
    }
    out.writeEndObject();
  }

  /** {@return {@code {"tasks":…,"reason":…}}} */
  static byte[] worked(long tasks, String reason) {
    return json(out -> worked(out, tasks, reason));
  }

  /**
   * {@return {@code {"tasks":1,"reason":"returned","messages":…}}, the messages in base64; or, with
   * {@code claim} instead of them, where they are}
   */
  static byte[] returned(Carried messages) {
    return json(
        out -> {
          worked(out, 1, "returned");
          switch (messages) {
            case Carried.Inline inline ->
                out.writeStringProperty(
                    "messages", Base64.getEncoder().encodeToString(inline.bytes()));
            case Carried.Claim claim -> out.writeStringProperty("claim", claim.text());
          }
        });
  }

  /** {@return {@code {"tasks":…,"reason":…,"error":{"code":…,"message":…}}}} */
  static byte[] stopped(long tasks, String reason, String code, String message) {
    return json(
        out -> {
          worked(out, tasks, reason);
          error(out, code, message);
        });
  }

  /** {@return {@code {"error":{"code":…,"message":…}}}} */
  static byte[] error(KappaException e) {
    return json(out -> error(out, e.code().text(), String.valueOf(e.getMessage())));
  }

  private static void worked(JsonGenerator out, long tasks, String reason) {
    out.writeNumberProperty("tasks", tasks);
    out.writeStringProperty("reason", reason);
  }

  private static void error(JsonGenerator out, String code, String message) {
    out.writeObjectPropertyStart("error");
    out.writeStringProperty("code", code);
    out.writeStringProperty("message", message);
    out.writeEndObject();
  }

  static byte[] json(Consumer<JsonGenerator> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      members.accept(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }
}

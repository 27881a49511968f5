package dev.kappa.coordinator.api;

import dev.kappa.error.KappaException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A run as one JSON document: what the API answers and what the command line prints with {@code
 * --json}. A run that has not ended has a member {@code tasksDone} more, one of which it is known
 * with which version of the code it goes on a member {@code version}, one that has published values
 * a member {@code values}, one with warnings a member {@code warnings}.
 */
public final class RunDocument {
  private RunDocument() {}

  /** {@return the document of {@code run}, on one line} */
  public static String of(RunView run) {
    return JsonText.write(json -> write(run, true, json));
  }

  /** {@return the document of a run that could not be started, or not be reached} */
  public static String ofFailure(
      @Nullable String runId, @Nullable String workflow, KappaException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.code().name());
    ErrorView error = new ErrorView(failure.code().text(), null, message, null, List.of());
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("runId", runId);
          json.writeStringProperty("workflow", workflow);
          json.writeStringProperty("status", RunStatus.FAILED.name());
          json.writeNullProperty("result");
          writeError(error, json);
          json.writeNullProperty("startedAt");
          json.writeNullProperty("endedAt");
          writeCounts(0, 0, 0, 0, json);
          json.writeEndObject();
        });
  }

  /**
   * {@return the document <code>{"runs": […]}</code> of {@code runs}, on one line; results are left
   * out}
   */
  public static String ofAll(List<RunView> runs) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("runs");
          runs.forEach(run -> write(run, false, json));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(RunView run, boolean withResult, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("runId", run.runId());
    json.writeStringProperty("workflow", run.workflow());
    json.writeStringProperty("status", run.status().name());
    if (withResult) {
      json.writeName("result");
      json.writeRawValue(Objects.requireNonNullElse(run.resultJson(), "null"));
    }
    writeError(run.error(), json);
    json.writeStringProperty("startedAt", run.startedAt().toString());
    json.writeStringProperty("endedAt", Objects.toString(run.endedAt(), null));
    writeCounts(run.tasks(), run.invocations(), run.checkpoints(), run.attemptsLost(), json);
    if (!run.status().ended()) {
      json.writeNumberProperty("tasksDone", run.tasksDone());
    }
    if (!run.version().isEmpty()) {
      json.writeStringProperty("version", run.version());
    }
    if (!run.values().isEmpty()) {
      json.writeObjectPropertyStart("values");
      run.values()
          .forEach(
              (name, value) -> {
                json.writeName(name);
                json.writeRawValue(value);
              });
      json.writeEndObject();
    }
    if (!run.warnings().isEmpty()) {
      Warnings.write(run.warnings(), json);
    }
    json.writeEndObject();
  }

  private static void writeCounts(
      long tasks, long invocations, long checkpoints, long lost, JsonGenerator json) {
    json.writeNumberProperty("tasks", tasks);
    json.writeNumberProperty("invocations", invocations);
    json.writeNumberProperty("checkpoints", checkpoints);
    json.writeNumberProperty("attemptsLost", lost);
  }

  private static void writeError(@Nullable ErrorView error, JsonGenerator json) {
    if (error == null) {
      json.writeNullProperty("error");
      return;
    }
    json.writeObjectPropertyStart("error");
    json.writeStringProperty("code", error.code());
    json.writeStringProperty("type", error.type());
    json.writeStringProperty("message", error.message());
    json.writeStringProperty("step", error.step());
    json.writeArrayPropertyStart("trace");
    error.trace().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * {@return the run that {@code document} describes}
   *
   * @throws JacksonException if it is not JSON
   * @throws IllegalArgumentException if a member is missing or has another type
   */
  public static RunView parse(String document) {
    try (JsonParser json = JsonText.parser(document)) {
      json.nextToken();
      return read(json);
    }
  }

  /** Reads the document that {@code json} stands at the start of. */
  public static RunView read(JsonParser json) {
    Members members = new Members();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.read(name, json);
    }
    return members.run();
  }

  private static ErrorView readError(JsonParser json) {
    String code = "";
    String type = null;
    String message = "";
    String step = null;
    List<String> trace = new ArrayList<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "code" -> code = json.getString();
        case "type" -> type = text(json);
        case "message" -> message = json.getString();
        case "step" -> step = text(json);
        case "trace" -> {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            trace.add(json.getString());
          }
        }
        default -> json.skipChildren();
      }
    }
    return new ErrorView(code, type, message, step, trace);
  }

  static @Nullable String text(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getString();
  }

  /** The members of a document while it is read. */
  private static final class Members {
    private @Nullable String runId;
    private @Nullable String workflow;
    private @Nullable String status;
    private @Nullable String result;
    private @Nullable ErrorView error;
    private @Nullable String startedAt;
    private @Nullable String endedAt;
    private long tasks;
    private long tasksDone = -1;
    private long invocations;
    private long checkpoints;
    private long attemptsLost;
    private final Map<String, String> values = new LinkedHashMap<>();
    private List<WarningView> warnings = List.of();
    private String version = "";

    void read(String name, JsonParser json) {
      switch (name) {
        case "runId" -> runId = text(json);
        case "workflow" -> workflow = text(json);
        case "status" -> status = text(json);
        case "result" -> result = JsonText.compact(json);
        case "error" -> error = json.currentToken().isStructStart() ? readError(json) : null;
        case "startedAt" -> startedAt = text(json);
        case "endedAt" -> endedAt = text(json);
        case "tasks" -> tasks = json.getLongValue();
        case "tasksDone" -> tasksDone = json.getLongValue();
        case "invocations" -> invocations = json.getLongValue();
        case "checkpoints" -> checkpoints = json.getLongValue();
        case "attemptsLost" -> attemptsLost = json.getLongValue();
        case "values" -> readValues(json);
        case "version" -> version = json.getString();
        case "warnings" -> warnings = Warnings.read(json);
        default -> json.skipChildren();
      }
    }

    private void readValues(JsonParser json) {
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        values.put(name, JsonText.compact(json));
      }
    }

    RunView run() {
      RunStatus known = RunStatus.valueOf(present("status", status));
      return new RunView(
          present("runId", runId),
          present("workflow", workflow),
          known,
          known == RunStatus.SUCCEEDED ? result : null,
          error,
          Instant.parse(present("startedAt", startedAt)),
          endedAt == null ? null : Instant.parse(endedAt),
          tasks,
          tasksDone < 0 ? tasks : tasksDone,
          invocations,
          checkpoints,
          attemptsLost,
          values,
          warnings,
          version);
    }

    private static String present(String name, @Nullable String value) {
      if (value == null) {
        throw new IllegalArgumentException("a run without " + name);
      }
      return value;
    }
  }
}

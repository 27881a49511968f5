package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.JsonText;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.InvokeRule;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Priority;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the application says of itself: asked of a worker, since no class of the user's is here. */
public final class Application {
  private static final byte[] DESCRIBE =
      "{\"action\":\"describe\"}".getBytes(StandardCharsets.UTF_8);
  private static final int TRIES = 3;
  private static final int TRIES_WHEN_THROTTLED = 5;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final int LONGEST_COMPARED = 200;

  private final Platform platform;
  private @Nullable CompletableFuture<Description> described;

  /**
   * What the application has.
   *
   * @param workflows their names
   * @param schedules what they are to do, by name: as clients say it, see {@link ScheduleBody}
   * @param priorities what is said of the priority of all runs of a workflow, by its name
   */
  record Description(
      List<String> workflows, Map<String, String> schedules, Map<String, Priority> priorities) {}

  /** Of the function that {@code platform} invokes. */
  public Application(Platform platform) {
    this.platform = platform;
  }

  /** {@return the names of the workflows} A failure is not kept: the next call asks again. */
  public CompletableFuture<List<String>> workflows() {
    return described().thenApply(Description::workflows);
  }

  /** {@return what it has} A failure is not kept: the next call asks again. */
  synchronized CompletableFuture<Description> described() {
    if (described == null || described.isCompletedExceptionally()) {
      described = describe(TRIES);
    }
    return described;
  }

  /** A worker may be killed while it answers; one that fails each time has a jar that is wrong. */
  private CompletableFuture<Description> describe(int tries) {
    return invoke(0)
        .thenCompose(
            outcome ->
                outcome instanceof InvokeOutcome.Failed f && isWorthATry(f.error()) && tries > 1
                    ? describe(tries - 1)
                    : CompletableFuture.completedFuture(read(outcome)));
  }

  /** It may have been killed by whoever; of what the service refuses, the answer is known. */
  private static boolean isWorthATry(InvokeError error) {
    return error == InvokeError.INIT_ERROR || error.rule().task() == InvokeRule.Effect.COUNTS;
  }

  private static boolean passes(InvokeOutcome outcome) {
    return outcome instanceof InvokeOutcome.Failed f
        && (f.error() == InvokeError.THROTTLED || f.error() == InvokeError.NOT_READY);
  }

  /** A platform that throttles may have room again soon. */
  private CompletableFuture<InvokeOutcome> invoke(int throttled) {
    return platform
        .invoke(DESCRIBE)
        .thenCompose(
            outcome ->
                passes(outcome) && throttled + 1 < TRIES_WHEN_THROTTLED
                    ? later(throttled)
                    : CompletableFuture.completedFuture(outcome));
  }

  private CompletableFuture<InvokeOutcome> later(int throttled) {
    Executor pause =
        CompletableFuture.delayedExecutor(FIRST_PAUSE_MILLIS << throttled, TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> invoke(throttled + 1), pause)
        .thenCompose(asked -> asked);
  }

  /**
   * {@return what is said of the priority of all runs of a workflow; a failure with {@link
   * ErrorCode#UNKNOWN_WORKFLOW} if there is none of that name}
   */
  CompletableFuture<Priority> priorityOf(String workflow) {
    return described()
        .thenApply(
            known -> {
              if (!known.workflows.contains(workflow)) {
                throw unknown(workflow, known.workflows);
              }
              return known.priorities.getOrDefault(workflow, Priority.NONE);
            });
  }

  private Description read(InvokeOutcome outcome) {
    return switch (outcome) {
      case InvokeOutcome.Returned r -> description(r.payload());
      case InvokeOutcome.Failed f -> throw isWorthATry(f.error()) ? notLoadable(f) : noAnswer(f);
    };
  }

  private static KappaException notLoadable(InvokeOutcome.Failed how) {
    return new KappaException(
        ErrorCode.APPLICATION_NOT_LOADABLE,
        "no worker can be started with the application (%s): %s"
            .formatted(how.error(), how.message()));
  }

  private static KappaException noAnswer(InvokeOutcome.Failed how) {
    return new KappaException(
        how.error().rule().ofStart(), "the function does not answer: " + how.message());
  }

  private Description description(byte[] answer) {
    try {
      JsonNode node = JsonText.tree(new String(answer, StandardCharsets.UTF_8));
      if (node.has("error")) {
        throw errorOf(node.get("error"));
      }
      List<String> names = new ArrayList<>();
      Map<String, Priority> priorities = new LinkedHashMap<>();
      for (JsonNode workflow : node.required("workflows")) {
        String name = workflow.required("name").stringValue();
        names.add(name);
        priorities.put(name, priority(workflow));
      }
      Map<String, String> schedules = new LinkedHashMap<>();
      node.path("schedules")
          .forEach(
              s -> schedules.put(s.required("name").stringValue(), s.required("does").toString()));
      return new Description(List.copyOf(names), schedules, priorities);
    } catch (JacksonException e) {
      throw new KappaException(
          ErrorCode.APPLICATION_NOT_LOADABLE,
          "the function is no handler of Kappa's: it answers "
              + new String(answer, StandardCharsets.UTF_8),
          e);
    }
  }

  private static Priority priority(JsonNode workflow) {
    return StartRequest.priority(
        workflow.path("priority").asInt(0),
        workflow.path("fairnessKey").asString(""),
        workflow.path("fairnessWeight").asInt(0));
  }

  private static KappaException errorOf(JsonNode error) {
    String text = error.path("code").asString("");
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(c -> c.text().equals(text))
            .findFirst()
            .orElse(ErrorCode.APPLICATION_NOT_LOADABLE);
    return new KappaException(code, error.path("message").asString("no reason given"));
  }

  private static KappaException unknown(String workflow, List<String> known) {
    List<String> nearest = new ArrayList<>(known);
    nearest.sort(
        Comparator.comparingInt((String name) -> distance(workflow, name))
            .thenComparing(Comparator.naturalOrder()));
    return new KappaException(
        ErrorCode.UNKNOWN_WORKFLOW,
        "there is no workflow '%s'; known, nearest first: %s"
            .formatted(workflow, String.join(", ", nearest)));
  }

  /**
   * {@return how many letters must be put in, left out or exchanged (Levenshtein, 1965)} Each is
   * compared with each; so one that is as long as nobody's is not compared at all.
   */
  static int distance(String a, String b) {
    if (Math.max(a.length(), b.length()) > LONGEST_COMPARED) {
      return Math.max(a.length(), b.length());
    }
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchange = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchange, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

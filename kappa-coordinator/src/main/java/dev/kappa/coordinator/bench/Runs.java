package dev.kappa.coordinator.bench;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs workflows and waits for their ends. */
final class Runs {
  private static final Duration POLL = Duration.ofSeconds(20);

  private final KappaClient client;

  Runs(KappaClient client) {
    this.client = client;
  }

  RunView start(String workflow, String input) {
    return client.start(new StartRequest(workflow, input, null));
  }

  /** {@return a run at its end} One that is {@code drained} is told at once to drain. */
  RunView run(String workflow, String input, boolean drained) {
    RunView started = start(workflow, input);
    return end(drained ? client.signal(started.runId(), "drain", "null") : started);
  }

  /** {@return the run when it has ended, however} */
  RunView end(RunView run) {
    RunView now = run;
    while (!now.status().ended()) {
      now = client.await(run.runId(), POLL);
    }
    return now;
  }

  /** {@return the result of a run of {@code workflow}} */
  JsonNode result(String workflow, Object input) {
    return resultOf(end(start(workflow, json(input))));
  }

  static String json(Object input) {
    return input instanceof String text ? text : JsonMapper.shared().writeValueAsString(input);
  }

  /** {@return the result of a run that has ended} */
  static JsonNode resultOf(RunView run) {
    return JsonMapper.shared().readTree(jsonOf(run));
  }

  /** {@return the same as text; there is nothing to measure if the run failed} */
  static String jsonOf(RunView run) {
    String json = run.resultJson();
    if (run.status() != RunStatus.SUCCEEDED || json == null) {
      throw new KappaException(
          ErrorCode.INTERNAL,
          "%s ended as %s: %s".formatted(run.workflow(), run.status(), run.error()));
    }
    return json;
  }
}

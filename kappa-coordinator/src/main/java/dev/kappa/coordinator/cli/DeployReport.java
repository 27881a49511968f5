package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.JsonText;
import dev.kappa.coordinator.deploy.Change;
import dev.kappa.coordinator.deploy.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what a deployment does, or would do. */
final class DeployReport {
  private final Terminal terminal;
  private final boolean json;
  private final String function;

  DeployReport(Terminal terminal, boolean json, String function) {
    this.terminal = terminal;
    this.json = json;
    this.function = function;
  }

  /** Something is done. */
  void step(Change change) {
    terminal.err().println(function + ": " + change.text() + ": done");
  }

  /** What would be done. */
  void wouldDo(List<Change> changes) {
    if (json) {
      terminal.out().println(document(changes, null));
      return;
    }
    if (changes.isEmpty()) {
      terminal.out().println(function + ": all is so already; nothing would be done");
    }
    changes.forEach(change -> terminal.out().println(function + ": would " + change.text()));
  }

  /** All of it is done. */
  void done(List<Change> changes, Deployment.Outcome outcome) {
    if (json) {
      terminal.out().println(document(changes, outcome));
      return;
    }
    if (changes.isEmpty()) {
      terminal.err().println(function + ": all was so already; nothing was done");
    }
    terminal.out().println(outcome.target());
    terminal
        .err()
        .printf(
            "New runs begin with it when coordinators are started with --function %s.%n",
            outcome.target());
  }

  private String document(List<Change> changes, Deployment.@Nullable Outcome outcome) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("function", function);
          json.writeBooleanProperty("done", outcome != null);
          json.writeArrayPropertyStart("changes");
          for (Change change : changes) {
            json.writeStartObject();
            json.writeStringProperty("kind", change.kind());
            json.writeStringProperty("text", change.text());
            json.writeEndObject();
          }
          json.writeEndArray();
          if (outcome == null) {
            json.writeNullProperty("version");
            json.writeNullProperty("target");
          } else {
            json.writeStringProperty("version", outcome.version());
            json.writeStringProperty("target", outcome.target());
          }
          json.writeEndObject();
        });
  }
}

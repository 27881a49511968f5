package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.KappaException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that asks a coordinator. */
abstract class ClientCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ClientFlags flags = new ClientFlags();

  private @Nullable Report report;

  ClientCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public final Integer call() {
    prepare();
    try (Session session = flags.session(surroundings, need(), failure -> failed(failure));
        KappaClient client = new KappaClient(session)) {
      return work(session, client);
    }
  }

  /** Checks what can be checked without a coordinator. */
  void prepare() {}

  /** Does the command's work; answers the exit code. */
  abstract int work(Session session, KappaClient client);

  /** What a command needs a coordinator for. */
  enum Need {
    /** To start a run: with the default application, not the one that was here last. */
    START,
    /** To let a run go on or end. */
    GO_ON,
    /** To look at what is stored. */
    LOOK
  }

  /** {@return what the command needs a coordinator for} */
  Need need() {
    return Need.GO_ON;
  }

  /** {@return the run that the command is about, for error documents} */
  @Nullable String runId() {
    return null;
  }

  /** {@return the workflow that the command is about, for error documents} */
  @Nullable String workflow() {
    return null;
  }

  final Terminal terminal() {
    return surroundings.terminal();
  }

  /** {@return the one report of this command; to be asked for when its options are known} */
  final synchronized Report report() {
    if (report == null) {
      report = new Report(surroundings.terminal(), flags.json());
    }
    return report;
  }

  /** Tells that the command can't be done; answers the exit code. */
  final int failed(KappaException failure) {
    return failed(report(), failure);
  }

  /** As {@link #failed(KappaException)}, when the options were not read to the end. */
  final int failed(KappaException failure, boolean json) {
    return failed(new Report(surroundings.terminal(), json), failure);
  }

  private int failed(Report to, KappaException failure) {
    return to.failure(failure, blankToNull(runId()), blankToNull(workflow()));
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  /** Waits for the end of a run and tells of it; answers the exit code. */
  final int wait(Session session, KappaClient client, RunView run) {
    return switch (Waiting.forEnd(client, terminal(), run)) {
      case Waiting.Outcome.Ended ended -> report().ended(ended.run());
      case Waiting.Outcome.Detached detached -> {
        session.detach();
        yield report().detached(detached.run(), session, ExitCode.DETACHED);
      }
    };
  }
}

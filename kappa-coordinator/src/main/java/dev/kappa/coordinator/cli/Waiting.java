package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Waits for a run's end, shows how far it is, and asks what to do at Ctrl-C. */
final class Waiting {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KappaClient client;
  private final Terminal terminal;
  private final String runId;
  private final Progress progress;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private boolean asking;
  private final Set<WarningView.Kind> told = EnumSet.of(WarningView.Kind.FAILED_UNAWAITED);

  private Waiting(KappaClient client, Terminal terminal, String runId) {
    this.client = client;
    this.terminal = terminal;
    this.runId = runId;
    this.progress = Progress.on(terminal);
  }

  /** How waiting ended. */
  sealed interface Outcome {
    /** The run has ended. */
    record Ended(RunView run) implements Outcome {}

    /** The user waits no longer, and the run goes on; as it was seen last. */
    record Detached(RunView run) implements Outcome {}
  }

  private sealed interface Event {
    record Seen(RunView run) implements Event {}

    record Lost(RuntimeException failure) implements Event {}

    record Interrupted() implements Event {}

    record Answered(char word) implements Event {}
  }

  static Outcome forEnd(KappaClient client, Terminal terminal, RunView run) {
    Waiting waiting = new Waiting(client, terminal, run.runId());
    Thread poller = Thread.ofVirtual().unstarted(waiting::poll);
    Interrupts interrupts = Interrupts.caught(() -> waiting.events.add(new Event.Interrupted()));
    try {
      poller.start();
      return waiting.untilEnd(run);
    } finally {
      poller.interrupt();
      waiting.progress.close();
      interrupts.close();
    }
  }

  private Outcome untilEnd(RunView first) {
    RunView run = first;
    while (!run.status().ended()) {
      if (!asking) {
        warn(run);
        progress.show(run);
      }
      boolean detaches =
          switch (next()) {
            case Event.Seen seen -> {
              run = seen.run();
              yield false;
            }
            case Event.Lost lost -> throw lost.failure();
            case Event.Interrupted interrupted -> asking || !terminal.asks() || ask();
            case Event.Answered answered -> obey(answered.word());
          };
      if (detaches) {
        return new Outcome.Detached(run);
      }
    }
    return new Outcome.Ended(run);
  }

  /** Tells once of what may make the run wait for ever. What failed is told at its end. */
  private void warn(RunView run) {
    for (WarningView warning : run.warnings()) {
      if (told.add(warning.kind())) {
        progress.close();
        terminal.err().println(Report.text(warning));
      }
    }
  }

  private void poll() {
    try {
      RunView run;
      do {
        run = client.await(runId, POLL);
        events.add(new Event.Seen(run));
      } while (!run.status().ended());
    } catch (RuntimeException e) {
      events.add(new Event.Lost(e));
    }
  }

  private Event next() {
    try {
      return events.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted while waiting for " + runId, e);
    }
  }

  /** Asks what to do; the answer comes as an event. Never detaches by itself. */
  private boolean ask() {
    asking = true;
    progress.close();
    terminal.err().println();
    terminal.err().print(runId + " is running: [d]etach, [c]ancel or [k]eep waiting? ");
    terminal.err().flush();
    Thread.ofPlatform()
        .daemon()
        .name("kappa-answer")
        .start(() -> events.add(new Event.Answered(firstLetter())));
    return false;
  }

  private boolean obey(char word) {
    asking = false;
    return switch (word) {
      case 'd' -> true;
      case 'k' -> {
        terminal.err().println("waiting for " + runId);
        yield false;
      }
      case 'c' -> {
        terminal.err().println("cancelling " + runId);
        Thread.startVirtualThread(this::cancel);
        yield false;
      }
      default -> ask();
    };
  }

  private void cancel() {
    try {
      client.cancel(runId);
    } catch (RuntimeException e) {
      events.add(new Event.Lost(e));
    }
  }

  /** {@return the answer's first letter} The end of the input is a d. */
  private char firstLetter() {
    try {
      String line = terminal.in().readLine();
      return line == null ? 'd' : (line.strip().toLowerCase(Locale.ROOT) + "?").charAt(0);
    } catch (IOException e) {
      return 'd';
    }
  }
}

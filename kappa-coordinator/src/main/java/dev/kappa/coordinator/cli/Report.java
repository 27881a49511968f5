package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.ErrorView;
import dev.kappa.coordinator.api.RunDocument;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.WarningView;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the user what came of a command, once: documents and results on standard output only. When
 * a second thing comes of it, since the coordinator failed while the command was ending, it is the
 * first that counts.
 */
final class Report {
  private static final int TRACE_LINES = 12;

  /** Begins what an error tells of who spawned the task in which it arose. */
  private static final String IN_TASK = "in task ";

  /** A place that is no step's name: a workflow, or a line of a source. */
  private static final Pattern NO_STEP = Pattern.compile("workflow '.*'|.* \\(\\S+\\.java:\\d+\\)");

  private final Terminal terminal;
  private final boolean json;
  private @Nullable Integer told;

  Report(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  /** Says it if nothing was said before; answers the exit code of what was said. */
  private synchronized int once(int code, Runnable telling) {
    if (told == null) {
      told = code;
      telling.run();
    }
    return told;
  }

  /** A run that has ended, and the exit code that fits it. */
  int ended(RunView run) {
    return once(ExitCode.of(run.status()), () -> tellEnd(run));
  }

  private void tellEnd(RunView run) {
    if (json) {
      terminal.out().println(RunDocument.of(run));
    } else if (run.resultJson() != null) {
      terminal.out().println(run.resultJson());
    }
    terminal.err().println(summary(run));
    if (run.error() != null) {
      error(run.error());
    }
    run.warnings().forEach(warning -> terminal.err().println(text(warning)));
  }

  /** A run as it is now, and the exit code. */
  int state(RunView run) {
    return once(ExitCode.OK, () -> tellState(run));
  }

  private void tellState(RunView run) {
    if (json) {
      terminal.out().println(RunDocument.of(run));
      return;
    }
    terminal.out().println(summary(run));
    run.warnings().forEach(warning -> terminal.out().println(text(warning)));
    if (run.resultJson() != null) {
      terminal.out().println(run.resultJson());
    }
    if (run.error() != null) {
      error(run.error());
    }
  }

  /** A run that goes on without this process, and {@code code}. */
  int detached(RunView run, Session session, int code) {
    return once(code, () -> tellDetached(run, session));
  }

  private void tellDetached(RunView run, Session session) {
    terminal.out().println(json ? RunDocument.of(run) : run.runId());
    terminal
        .err()
        .printf(
            "%s goes on; pick it up again with: kappa result %s%s%n",
            run.runId(), run.runId(), session.flags());
  }

  /** A list, and the exit code. */
  int runs(List<RunView> runs) {
    return once(ExitCode.OK, () -> tellRuns(runs));
  }

  private void tellRuns(List<RunView> runs) {
    if (json) {
      terminal.out().println(RunDocument.ofAll(runs));
      return;
    }
    for (RunView run : runs) {
      terminal
          .out()
          .printf(
              "%s  %-9s  %s  %s%s%n",
              run.runId(), run.status(), run.startedAt(), run.workflow(), parked(run));
    }
    terminal.err().println(Counted.of(runs.size(), "run"));
  }

  /** A schedule, and the exit code. */
  int schedule(ScheduleView schedule) {
    return once(
        ExitCode.OK,
        () -> {
          if (json) {
            terminal.out().println(schedule.json());
          } else {
            ScheduleText.lines(schedule).forEach(terminal.out()::println);
          }
        });
  }

  /** Schedules, and the exit code. */
  int schedules(List<ScheduleView> schedules) {
    return once(
        ExitCode.OK,
        () -> {
          if (json) {
            terminal.out().println(ScheduleView.ofAll(schedules));
          } else {
            schedules.forEach(each -> terminal.out().println(ScheduleText.line(each)));
          }
        });
  }

  /** What becomes of runs with another jar, and the exit code. */
  int upgrade(UpgradeReport upgrade) {
    return once(upgrade.goesOn() ? ExitCode.OK : ExitCode.NOT_READY, () -> tell(upgrade));
  }

  private void tell(UpgradeReport upgrade) {
    if (json) {
      terminal.out().println(upgrade.document());
    } else {
      upgrade.steps().forEach(step -> terminal.out().println(step.line()));
    }
    terminal.err().println(upgrade.summary());
  }

  /**
   * What is to be accepted, what came of it, and the exit code.
   *
   * @param agreed asks, and says whether it is to be done
   * @param action does it
   */
  int accept(AcceptPlan plan, Predicate<String> agreed, Runnable action) {
    if (!json) {
      plan.text().forEach(terminal.out()::println);
    }
    int runs = plan.byRun().size();
    String of = Counted.of(runs, "run");
    boolean accepted = runs > 0 && agreed.test("accept this in " + of + "? [y]es or [n]o: ");
    if (accepted) {
      action.run();
    }
    boolean done = (accepted || runs == 0) && !plan.isOpen();
    return once(
        done ? ExitCode.OK : ExitCode.NOT_READY,
        () -> {
          if (json) {
            terminal.out().println(plan.document(accepted));
          }
          String what = accepted ? "accepted in " + of : "nothing was accepted";
          terminal.err().println(runs > 0 && !accepted ? what + "; see --yes" : what);
        });
  }

  /** Which runs were moved, and the exit code. */
  int moves(MoveReport moves) {
    return once(
        moves.all() ? ExitCode.OK : ExitCode.NOT_READY,
        () -> {
          if (json) {
            terminal.out().println(moves.document());
          } else {
            moves.text().forEach(terminal.out()::println);
          }
          terminal.err().println(moves.summary());
        });
  }

  /** A failure of the command itself, and the exit code that fits it. */
  int failure(KappaException failure, @Nullable String runId, @Nullable String workflow) {
    return once(ExitCode.of(failure.code()), () -> tellFailure(failure, runId, workflow));
  }

  private void tellFailure(
      KappaException failure, @Nullable String runId, @Nullable String workflow) {
    if (json) {
      terminal.out().println(RunDocument.ofFailure(runId, workflow, failure));
    }
    terminal.err().println(failure.code().text() + ": " + failure.getMessage());
  }

  private static String parked(RunView run) {
    long tasks = run.parkedTasks();
    return tasks == 0 ? "" : " (" + Counted.of(tasks, "task") + " parked)";
  }

  static String text(WarningView warning) {
    return "warning: " + warning.text();
  }

  private void error(ErrorView error) {
    terminal.err().println(error.code() + ": " + error.message() + place(error.step()));
    shown(error.trace()).forEach(line -> terminal.err().println("    " + line));
  }

  private static String place(@Nullable String step) {
    if (step == null) {
      return "";
    }
    return (NO_STEP.matcher(step).matches() ? " (in " : " (in step ") + step + ")";
  }

  /** The first lines, then who spawned the task. */
  private static List<String> shown(List<String> trace) {
    int spawned = trace.size();
    for (int i = trace.size() - 1; i > TRACE_LINES; i--) {
      if (trace.get(i).startsWith(IN_TASK)) {
        spawned = i;
      }
    }
    List<String> lines = new ArrayList<>(trace.subList(0, Math.min(TRACE_LINES, spawned)));
    lines.addAll(trace.subList(spawned, trace.size()));
    return lines;
  }

  private static String summary(RunView run) {
    String work = Counted.of(run.tasks(), "task") + ", " + Counted.work(run);
    if (run.endedAt() == null) {
      return "%s (%s) %s%s, %d of %s"
          .formatted(run.runId(), run.workflow(), run.status(), parked(run), run.tasksDone(), work);
    }
    Duration took = Duration.between(run.startedAt(), run.endedAt());
    return "%s (%s) %s after %.1f s: %s"
        .formatted(run.runId(), run.workflow(), run.status(), took.toMillis() / 1000.0, work);
  }
}

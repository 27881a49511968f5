package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.process.OwnSession;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process with a coordinator that stays when the user's command has ended. */
final class Background {
  private static final Duration MAX_START = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 50;

  private final DataDirectory directory;
  private final Process process;

  private Background(DataDirectory directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Starts the process; it waits until it gets the data directory's lock. Its options are those of
   * the coordinator before it, which the data directory remembers: others can read a command line.
   */
  static Background start(
      Surroundings surroundings, DataDirectory directory, ApplicationJar application) {
    List<String> command = new ArrayList<>(surroundings.program());
    command.add("coordinator");
    command.add("--background");
    command.add("--data=" + directory.path());
    command.add("--jar=" + application.path());
    File log = directory.log().toFile();
    try {
      Process process =
          new ProcessBuilder(OwnSession.command(command))
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.appendTo(log))
              .redirectError(Redirect.appendTo(log))
              .start();
      return new Background(directory, process);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.WORKER_START_FAILED, "can't start a coordinator in the background: " + e, e);
    }
  }

  /** Blocks until the process works on the data directory, or another that stays does. */
  void awaitTakeOver() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < MAX_START.toNanos()) {
      Optional<Owner> owner = directory.owner();
      if (owner.isPresent()) {
        return;
      }
      if (!process.isAlive()) {
        break;
      }
      pause();
    }
    throw new KappaException(
        ErrorCode.COORDINATOR_UNREACHABLE,
        "the coordinator in the background did not start; the run is kept and goes on with the next one; see "
            + directory.log());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted while detaching", e);
    }
  }
}

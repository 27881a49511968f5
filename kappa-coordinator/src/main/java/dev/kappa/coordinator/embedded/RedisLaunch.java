package dev.kappa.coordinator.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Starts the server once and waits until it answers. */
record RedisLaunch(
    RedisProgram program, RedisDirectory directory, RedisProbe probe, Duration timeout) {
  private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

  /** How a start went. */
  sealed interface Outcome {
    /** It answers. */
    record Started(RedisProcess process) implements Outcome {}

    /** Another program was faster to take the port. */
    record PortTaken() implements Outcome {}

    /** It ended, or did not answer in time. */
    record Failed(String reason) implements Outcome {}
  }

  Outcome run() throws IOException {
    RedisProcess process = RedisProcess.start(program, directory);
    long end = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < end) {
      RedisProbe.Answer answer = probe.ask();
      if (!process.isAlive()) {
        process.end();
        return ended();
      }
      if (answer == RedisProbe.Answer.READY) {
        return new Outcome.Started(process);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    process.end();
    return new Outcome.Failed("it did not answer within " + timeout);
  }

  private Outcome ended() {
    return directory.logTail().lines().toList().reversed().stream()
            .limit(3)
            .anyMatch(line -> line.contains("Address already in use") || line.contains("bind:"))
        ? new Outcome.PortTaken()
        : new Outcome.Failed("it ended");
  }
}

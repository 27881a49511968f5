package dev.kappa.tests.app.soak;

import dev.kappa.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a step leaves outside each time it runs: one line, appended at once. The fields are the
 * step, its number among those of its task (or -1), run, task, epoch, idempotency key, a number
 * that is different each time, and the time in milliseconds.
 */
final class Trace {
  /** The number of a step whose place among those of its task is not known. */
  static final int ANYWHERE = -1;

  private static final long LARGEST = 1L << 52;

  private Trace() {}

  /** Leaves the line, then takes a while, in which the step can be cut off. */
  static Done mark(Job job, String what, int number) throws IOException, InterruptedException {
    StepContext step = StepContext.current();
    long nonce = ThreadLocalRandom.current().nextLong(LARGEST);
    String line =
        String.join(
            "\t",
            what,
            Integer.toString(number),
            step.runId(),
            step.task(),
            Long.toString(step.attempt()),
            step.idempotencyKey(),
            Long.toString(nonce),
            Long.toString(System.currentTimeMillis()));
    Files.writeString(
        Path.of(job.traces()), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (job.pause() > 0) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(job.pause()));
    }
    return new Done(what, nonce);
  }

  /** {@return how many lines there are of {@code what}} */
  static long count(Job job, String what) throws IOException {
    Path file = Path.of(job.traces());
    if (!Files.exists(file)) {
      return 0;
    }
    return Files.readAllLines(file).stream().filter(l -> l.startsWith(what + "\t")).count();
  }
}

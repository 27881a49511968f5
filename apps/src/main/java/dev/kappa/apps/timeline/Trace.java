package dev.kappa.apps.timeline;

import dev.kappa.StepContext;
import dev.kappa.Task;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.Scratch;
import io.vavr.CheckedFunction0;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes when the bodies of a run's steps begin and end, in a file of the run. A step that ran twice
 * is there twice; one that was cut off has no end.
 */
public final class Trace {
  private static final String FILE = "trace";

  private Trace() {}

  /**
   * Runs {@code body}, the body of the step that runs on this thread, and notes its times.
   *
   * @param scratch where they are noted; null if they are not
   */
  public static <R> R of(@Nullable Scratch scratch, CheckedFunction0<R> body) throws Throwable {
    if (scratch == null) {
      return body.apply();
    }
    note(scratch, Mark.Kind.BEGIN);
    R result = body.apply();
    note(scratch, Mark.Kind.END);
    return result;
  }

  /**
   * {@return a task that draws all that was noted, as SVG}
   *
   * @param timeline the file that is written; if null, nothing is drawn
   * @param output the run's output, by which {@link Scratch#beside} finds what was noted
   */
  public static Task<Void> picture(@Nullable String timeline, @Nullable String output) {
    return timeline == null ? Task.done() : Task.run("timeline", () -> draw(timeline, output));
  }

  private static void draw(String timeline, @Nullable String output) throws IOException {
    List<Mark> marks = Scratch.beside(output).lines(FILE).stream().map(Mark::parse).toList();
    OutputFile file = OutputFile.of(timeline, "timeline.svg");
    String picture = Picture.of(Span.of(marks));
    file.write(
        out -> {
          out.write(picture.getBytes(StandardCharsets.UTF_8));
          return file;
        });
  }

  private static void note(Scratch scratch, Mark.Kind kind) throws IOException {
    StepContext step = StepContext.current();
    Mark mark =
        new Mark(
            kind,
            Instant.now().toEpochMilli(),
            ProcessHandle.current().pid(),
            step.task(),
            step.attempt(),
            step.step(),
            step.idempotencyKey());
    scratch.append(FILE, mark.line());
  }
}

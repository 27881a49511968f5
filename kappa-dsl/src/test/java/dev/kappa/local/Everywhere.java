package dev.kappa.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs a program in all modes in which its steps are run once, and demands that all agree. */
public final class Everywhere {
  /** The modes; the first is the plainest. */
  public static final List<Mode> MODES =
      List.of(
          Mode.STRAIGHT,
          Mode.CRASH,
          Mode.CRASH.frames(1, 1),
          Mode.CRASH_EVERYWHERE,
          Mode.COMMIT_EVERYWHERE,
          Mode.LAZY,
          Mode.LAZY.frames(1, 2));

  private Everywhere() {}

  /**
   * How a program ended.
   *
   * @param error the class and message of the error, of its causes and of what it suppressed
   * @param notes what its steps noted
   * @param elapsed milliseconds of virtual time
   */
  public record End(
      @Nullable Object value, @Nullable String error, List<String> notes, long elapsed) {}

  /** {@return what {@code program} gives in every mode} */
  public static @Nullable Object value(Task<?> program) {
    End end = end(program);
    assertThat(end.error()).as("error of the program").isNull();
    return end.value();
  }

  /** {@return the error that {@code program} fails with in every mode, as text} */
  public static String error(Task<?> program) {
    return Objects.requireNonNull(end(program).error(), "the program did not fail");
  }

  /** {@return how {@code program} ends in every mode} */
  public static End end(Task<?> program) {
    End first = end(MODES.getFirst(), program);
    for (Mode mode : MODES) {
      assertThat(end(mode, program)).as("in %s", mode).isEqualTo(first);
    }
    return first;
  }

  /** {@return how {@code program} ends in {@code mode}} */
  public static End end(Mode mode, Task<?> program) {
    return end(LocalRun.in(mode), program);
  }

  /** {@return how {@code program} ends in {@code run}} */
  public static End end(LocalRun run, Task<?> program) {
    return end(() -> run.run(program), run::elapsed);
  }

  /** {@return how {@code program} ends} The journal begins anew. */
  public static End end(Callable<@Nullable Object> program, LongSupplier elapsed) {
    Journal.clear();
    Object value = null;
    String error = null;
    try {
      value = program.call();
    } catch (Throwable e) {
      error = text(e);
    }
    return new End(value, error, Journal.notes(), elapsed.getAsLong());
  }

  private static String text(Throwable error) {
    List<String> parts = new ArrayList<>();
    parts.add(error.toString());
    if (error.getCause() != null) {
      parts.add("cause: " + text(error.getCause()));
    }
    Arrays.stream(error.getSuppressed()).forEach(each -> parts.add("suppressed: " + text(each)));
    return String.join("; ", parts);
  }
}

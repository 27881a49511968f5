package dev.kappa.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as data: readable without the user's classes, and with the exception itself for those
 * who have them.
 *
 * @param code the stable code, such as {@code KAPPA-301}
 * @param type the name of the exception's class
 * @param message what happened
 * @param step the step or other place in the workflow, if it is known
 * @param trace the lines of the stack trace with its causes, then {@link #spawned}
 * @param exception the encoded exception; null if it was made by the coordinator
 */
public record Failure(
    String code,
    String type,
    String message,
    @Nullable String step,
    List<String> trace,
    @Nullable Payload exception) {
  /** Begins the part of a trace that says who spawned the task in which the error arose. */
  public static final String IN_TASK = "in task ";

  /** Copies the trace. */
  public Failure {
    trace = List.copyOf(trace);
  }

  /**
   * {@return the task in which it arose and who spawned that, up to the root: the last lines of the
   * trace} Empty until the task has ended with it.
   */
  public List<String> spawned() {
    for (int i = trace.size() - 1; i >= 0; i--) {
      if (trace.get(i).startsWith(IN_TASK)) {
        return trace.subList(i, trace.size());
      }
    }
    return List.of();
  }

  /** {@return this with {@code whoSpawned} in the trace, if it does not say that already} */
  public Failure with(List<String> whoSpawned) {
    if (!spawned().isEmpty()) {
      return this;
    }
    List<String> lines = new ArrayList<>(trace);
    lines.addAll(whoSpawned);
    return new Failure(code, type, message, step, lines, exception);
  }

  /** An error that is not an exception of the user's. */
  public static Failure of(String code, String type, String message, @Nullable String step) {
    return new Failure(code, type, message, step, List.of(), null);
  }

  /** Writes this. */
  public void write(ByteWriter out) {
    out.text(code).text(type).text(message);
    out.optional(step, ByteWriter::text).list(trace, ByteWriter::text);
    out.optional(exception, ByteWriter::payload);
  }

  /** Reads one. */
  public static Failure read(ByteReader in) {
    return new Failure(
        in.text(),
        in.text(),
        in.text(),
        in.optional(ByteReader::text),
        in.list(ByteReader::text),
        in.optional(ByteReader::payload));
  }
}

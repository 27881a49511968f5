package dev.kappa.coordinator.deploy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Parts of lines of the coordinator's log for which the templates' alarms look. */
public final class AlarmLines {
  public static final String STORE_UNAVAILABLE = "store unavailable since";
  public static final String ERROR = "] ERROR ";
  public static final String NO_WORKER = "a worker did not come";
  public static final String PARKED = " is parked: ";

  static final List<String> ALL = List.of(STORE_UNAVAILABLE, ERROR, NO_WORKER, PARKED);

  private AlarmLines() {}

  /** {@return what is logged while {@code action} is at work} */
  public static String logged(Runnable action) {
    PrintStream usual = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(usual);
    }
    return written.toString(StandardCharsets.UTF_8);
  }
}

package dev.kappa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.interpreter.CurrentStep;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a step logs says whose it is. */
final class StepLoggerTest {
  private static final String WHOSE = "run r7 task 2.1 attempt 3 step 'charge {0}': ";

  private final Logger below = Logger.getLogger("kappa.step");
  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          String thrown = line.getThrown() == null ? "" : " " + line.getThrown().getMessage();
          lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line) + thrown);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** A step's name may hold what formats mean something by. */
  private record Step(String runId, String task, String step, long attempt) implements StepContext {
    @Override
    public Duration remaining() {
      return Duration.ZERO;
    }

    @Override
    public String idempotencyKey() {
      return "key";
    }

    @Override
    public Path outputDirectory() {
      return Path.of("out");
    }
  }

  private static System.Logger logger() {
    return new Step("r7", "2.1", "charge {0}", 3).logger();
  }

  @BeforeEach
  void listen() {
    below.setUseParentHandlers(false);
    below.addHandler(handler);
  }

  @AfterEach
  void stop() {
    below.removeHandler(handler);
    below.setUseParentHandlers(true);
  }

  @Test
  void lineBeginsWithRunTaskAttemptAndStep() {
    logger().log(Level.INFO, "it's done, {0}");
    logger().log(Level.WARNING, "charged {0} of {1}", 5, "ann");
    logger().log(Level.ERROR, "no answer", new IllegalStateException("away"));
    logger().log(Level.INFO, () -> "made late");
    assertThat(lines)
        .containsExactly(
            "INFO " + WHOSE + "it's done, {0}",
            "WARNING " + WHOSE + "charged 5 of ann",
            "SEVERE " + WHOSE + "no answer away",
            "INFO " + WHOSE + "made late");
  }

  private static void charge(int cents) {
    StepContext.current().logger().log(Level.INFO, "charged {0} cents", cents);
  }

  @Test
  void bodyOfAStepHasItsLogger() {
    CurrentStep.set(new Step("r7", "2.1", "charge {0}", 3));
    try {
      charge(400);
    } finally {
      CurrentStep.set(null);
    }
    assertThat(lines).containsExactly("INFO " + WHOSE + "charged 400 cents");
  }

  @Test
  void levelIsThatOfTheLogger() {
    logger().log(Level.DEBUG, "not shown");
    assertThat(logger().isLoggable(Level.DEBUG)).isFalse();
    assertThat(logger().getName()).isEqualTo("kappa.step");
    assertThat(lines).isEmpty();
  }

  @Test
  void textOfABundleIsTaken() {
    ListResourceBundle texts =
        new ListResourceBundle() {
          @Override
          protected Object[][] getContents() {
            return new Object[][] {{"paid", "bezahlt: {0}"}};
          }
        };
    logger().log(Level.INFO, texts, "paid", 7);
    logger().log(Level.INFO, texts, "unknown", 7);
    assertThat(lines).containsExactly("INFO " + WHOSE + "bezahlt: 7", "INFO " + WHOSE + "unknown");
  }

  @Test
  void formatThatIsNoneIsLoggedAsItIs() {
    logger().log(Level.INFO, "{x", 7);
    assertThat(lines).containsExactly("INFO " + WHOSE + "{x");
  }
}

package dev.kappa.coordinator.bench;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a report may measure. */
public enum Experiment {
  /** How long a task stands still at a checkpoint, by its size. */
  CHECKPOINTS,
  /** How long a message is on its way, by its size and by how many send and receive. */
  MESSAGES,
  /** How long it takes to spawn a task and await it, by the size of what it is given. */
  SPAWN,
  /** How many tasks a second can be spawned and awaited. */
  TASKS,
  /** What it takes to start a worker. */
  COLD_START,
  /** What checkpoints cost a task of many short steps that never waits. */
  FACTORIAL_WHILE,
  /** What checkpoints cost the application {@code word-count}. */
  WORD_COUNT,
  /** What checkpoints cost {@code grep}. */
  GREP,
  /** What checkpoints cost {@code tpcds}. */
  TPCDS,
  /** What checkpoints cost {@code crawl}. */
  CRAWL,
  /** What checkpoints cost {@code streaming}. */
  STREAMING,
  /** What {@code word-count} takes by its number of workers, beside another program. */
  WORD_COUNT_WORKERS,
  /** What {@code grep} takes so. */
  GREP_WORKERS,
  /** What {@code tpcds} takes so. */
  TPCDS_WORKERS,
  /** What {@code crawl} takes so. */
  CRAWL_WORKERS,
  /** What {@code streaming} takes so. */
  STREAMING_WORKERS;

  /** {@return its name in an option; that of an application is its workflow's} */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * {@return whether it measures an application whose data lie on this machine, or its processes}
   */
  public boolean isApplication() {
    return this == COLD_START || compareTo(WORD_COUNT) >= 0;
  }

  /**
   * {@return those that are named, with commas between}
   *
   * @throws KappaException with {@link ErrorCode#BAD_REQUEST} if there is none of a name
   */
  public static Set<Experiment> parse(String option, String text) {
    Set<Experiment> named = EnumSet.noneOf(Experiment.class);
    for (String name : text.split(",", -1)) {
      named.add(
          Stream.of(values())
              .filter(experiment -> experiment.text().equals(name.strip()))
              .findFirst()
              .orElseThrow(() -> unknown(option, name.strip())));
    }
    return named;
  }

  private static KappaException unknown(String option, String name) {
    return new KappaException(
        ErrorCode.BAD_REQUEST,
        "%s: '%s' (expected: one or more of %s, with commas between)"
            .formatted(
                option,
                name,
                Stream.of(values()).map(Experiment::text).collect(Collectors.joining(", "))));
  }
}

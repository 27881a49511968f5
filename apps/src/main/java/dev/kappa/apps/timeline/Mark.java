package dev.kappa.apps.timeline;

/**
 * That a step's body begins or ends.
 *
 * @param at in milliseconds since 1970, by the clock of the worker's machine
 * @param worker the worker's process
 * @param key tells steps of one name apart
 */
record Mark(Kind kind, long at, long worker, String task, long attempt, String step, String key) {
  enum Kind {
    BEGIN,
    END
  }

  String line() {
    return "%s %d %d %s %d %s %s".formatted(kind, at, worker, task, attempt, key, step);
  }

  static Mark parse(String line) {
    String[] parts = line.split(" ", 7);
    return new Mark(
        Kind.valueOf(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        parts[3],
        Long.parseLong(parts[4]),
        parts[6],
        parts[5]);
  }
}

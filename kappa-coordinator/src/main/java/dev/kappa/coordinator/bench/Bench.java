package dev.kappa.coordinator.bench;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Where an experiment is made.
 *
 * @param runs runs the workflows that measure
 * @param redis the coordinator's store
 * @param volume how much is measured
 * @param progress says what was found, row by row
 */
record Bench(Runs runs, URI redis, Volume volume, PrintStream progress) {
  /** A worker that dies takes with it what it has measured. */
  private static final int TRIES = 3;

  /** {@return what the bare store takes for a value of that size} */
  Samples set(int bytes) throws Exception {
    return RawParts.set(redis, volume.samples(bytes), bytes);
  }

  /** Says a row before all are together. {@return the row} */
  List<String> row(String table, List<String> cells) {
    progress.println(table + ": " + String.join(" | ", cells));
    return cells;
  }

  /**
   * {@return the result of a workflow}
   *
   * @param counted where its result has samples
   * @param expected how many there must be
   */
  JsonNode measured(String workflow, Map<String, ?> input, String counted, long expected) {
    long found = 0;
    for (int i = 0; i < TRIES; i++) {
      JsonNode result = runs.result(workflow, input);
      found = Samples.of(result.at(counted)).count();
      if (found == expected) {
        return result;
      }
    }
    throw new KappaException(
        ErrorCode.INTERNAL,
        "%s: %d samples of %d, %d times: its worker dies; see workers/ in the data directory"
            .formatted(workflow, found, expected, TRIES));
  }
}

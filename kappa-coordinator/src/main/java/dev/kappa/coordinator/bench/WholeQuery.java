package dev.kappa.coordinator.bench;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * A query that one engine answers as a whole.
 *
 * @param input what the workflow is given that asks it
 * @param csv the file that it writes
 */
record WholeQuery(Runs runs, Map<String, ?> input, Path csv) implements Rival {
  @Override
  public String name() {
    return "one DuckDB";
  }

  @Override
  public OptionalLong run() {
    long micros = runs.result("bench-tpcds-whole", input).required("micros").longValue();
    return OptionalLong.of(micros * 1000);
  }

  @Override
  public void check(JsonNode result) throws IOException {
    if (result.required("rows").longValue() == 0) {
      throw new KappaException(
          ErrorCode.INTERNAL,
          csv + " has no row: there is nothing to compare (expected: more data)");
    }
    Rival.requireSame(csv, result.required("csv").stringValue());
  }
}

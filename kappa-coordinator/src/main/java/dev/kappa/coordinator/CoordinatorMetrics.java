package dev.kappa.coordinator;

import dev.kappa.coordinator.api.Metrics;
import dev.kappa.coordinator.engine.Engine;
import dev.kappa.coordinator.metrics.Exposition;
import dev.kappa.coordinator.metrics.Metric;
import dev.kappa.coordinator.metrics.Readings;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a coordinator. They are read on its loop, at one moment; their text is made
 * elsewhere, since that takes longer than commits should wait.
 */
final class CoordinatorMetrics implements Metrics {
  private static final int HUNDRED = 100;
  private static final int FIRST_DIGITS = 6;
  private static final int LEAST = 2;

  private final Executor loop;
  private final Engine engine;

  /** By the first digit of their status; changed on the loop alone. */
  private final long[] answers = new long[FIRST_DIGITS];

  CoordinatorMetrics(Executor loop, Engine engine) {
    this.loop = loop;
    this.engine = engine;
  }

  @Override
  public void answered(int status) {
    answers[status / HUNDRED % FIRST_DIGITS]++;
  }

  @Override
  public CompletableFuture<Page> page(@Nullable String accept) {
    return CompletableFuture.supplyAsync(this::read, loop)
        .thenApplyAsync(readings -> Exposition.of(readings, accept))
        .thenApplyAsync(it -> new Page(it.contentType(), it.text()), loop);
  }

  private Readings read() {
    Readings all = new Readings();
    engine.read(all);
    for (int first = LEAST; first < FIRST_DIGITS; first++) {
      all.add(Metric.API_REQUESTS, answers[first], first + "xx");
    }
    String version = CoordinatorMetrics.class.getPackage().getImplementationVersion();
    return all.add(Metric.BUILD, 1, Objects.requireNonNullElse(version, "unknown"));
  }
}

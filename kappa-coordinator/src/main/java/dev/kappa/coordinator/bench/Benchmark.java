package dev.kappa.coordinator.bench;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Runs the workflows that measure, with real workers, and prints a table. Times are ratios to what
 * the parts take in the same run: machines differ, and are noisy.
 */
public final class Benchmark {
  private static final int LOADS = 100;

  private final KappaClient client;
  private final Runs runs;
  private final URI redis;
  private final PrintStream out;
  private final int turns;

  /** Measures the coordinator behind {@code client}, whose store is {@code redis}. */
  public Benchmark(KappaClient client, URI redis, PrintStream out, int turns) {
    this.client = client;
    this.runs = new Runs(client);
    this.redis = redis;
    this.out = out;
    this.turns = turns;
  }

  /** Measures everything, and prints it line by line. */
  public void run() throws Exception {
    runs.result("bench-steps-sync", "{\"turns\":%d,\"bytes\":1024}".formatted(turns));
    out.printf("%-52s %10s %10s %8s%n", "1 KiB; microseconds", "p50", "p95", "ratio");
    Samples socket = RawParts.roundTrip(turns);
    Samples append = RawParts.append(redis, turns);
    Samples limit = socket.plus(append);
    line("raw round trip, plain socket to Netty", socket, limit);
    line("raw append to Redis", append, limit);
    line("limit: both", limit, limit);
    String sized = "{\"turns\":%d,\"bytes\":1024}".formatted(turns);
    line("step, SYNC checkpoint", "bench-steps-sync", sized, "", limit);
    line("step, ASYNC checkpoint", "bench-steps-async", sized, "", limit);
    String unsized = "{\"turns\":%d}".formatted(turns);
    line("spawn and await", "bench-spawn", unsized, "/await", limit);
    line("message between two tasks", "bench-ping", sized, "/oneWay", limit);
    throughput(64);
    loops();
  }

  private void line(String what, Samples samples, Samples limit) {
    out.printf(
        "%-52s %10.0f %10.0f %8.2f%n",
        what, samples.p50(), samples.p95(), samples.p50() / limit.p50());
  }

  /** What {@code workflow} has measured at {@code place} of its result. */
  private void line(String what, String workflow, String input, String place, Samples limit) {
    line(what, Samples.of(runs.result(workflow, input).at(place)), limit);
  }

  private void throughput(int atOnce) {
    int each = Math.max(10, turns / 10);
    String input = "{\"turns\":%d,\"bytes\":1024}".formatted(each);
    long start = System.nanoTime();
    List<RunView> started = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      started.add(runs.start("bench-steps-sync", input));
    }
    started.forEach(runs::end);
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(
        "%n%d runs at once, %d SYNC steps each: %.0f steps/s%n",
        atOnce, each, (double) atOnce * each / seconds);
  }

  /** What it takes to go on must not grow with what was done. */
  private void loops() throws Exception {
    out.printf(
        "%n%-16s %14s %16s %18s %12s%n",
        "loop, at turn", "stored bytes", "load p50 (us)", "resume p50 (us)", "turns/s");
    for (long turn : new long[] {10, 1_000, 200L * turns}) {
      RunView run = runs.start("bench-resume", "{\"turns\":%d,\"samples\":20}".formatted(turn));
      Loaded loaded = loadedAfter(turn, run.runId());
      JsonNode result = Runs.resultOf(runs.end(run));
      double rate = turn / (result.required("micros").doubleValue() / 1e6);
      double resume = result.required("resume").required("p50").doubleValue();
      out.printf(
          "%-16d %14d %16.0f %18.0f %12.0f%n",
          turn, loaded.bytes(), loaded.times().p50(), resume, rate);
    }
  }

  /** How large the run is in the store, and how long it takes to load it from there. */
  private record Loaded(long bytes, Samples times) {}

  /** Looks when the turns are over: the run sleeps for a while then. */
  private Loaded loadedAfter(long turn, String id) throws Exception {
    while (true) {
      RunView before = client.await(id, Duration.ofMillis(50));
      try (StoredRun run = new StoredRun(redis, id)) {
        Loaded loaded = new Loaded(run.bytes(), run.load(LOADS));
        RunView after = client.find(id);
        if (before.checkpoints() >= turn && before.checkpoints() == after.checkpoints()) {
          return loaded;
        }
        if (after.status().ended()) {
          throw new KappaException(ErrorCode.INTERNAL, "the run ended before it was looked at");
        }
      }
    }
  }
}

package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.bench.Benchmark;
import dev.kappa.coordinator.bench.Evaluation;
import dev.kappa.coordinator.bench.ReportDirectory;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measure what steps, tasks, messages and checkpoints cost, with a coordinator of its own.")
final class BenchCommand implements Callable<Integer> {
  private static final int USUAL_TURNS = 5000;
  private static final int MOST_TURNS = 1_000_000;

  private final Surroundings surroundings;

  @Mixin private ServerFlags flags = new ServerFlags();

  @Mixin private ReportFlags report = new ReportFlags();

  @Option(
      names = "--turns",
      paramLabel = "N",
      description =
          "Without --report: how often each is measured, 2 to 1000000 (default: 5000); the longest"
              + " loop has 200 times as many turns.")
  private @Nullable Integer turns;

  BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Nothing is remembered in its own directory, and no run of the user's is there. Nor is a Redis
   * of the user's measured unless this call names it: KAPPA_REDIS is for runs.
   */
  @Override
  public Integer call() throws Exception {
    int often = turns();
    requireNoGuard();
    Evaluation.Plan plan = report.plan();
    URI redis = flags.redisOfCall();
    requireOneServer(redis);
    DataDirectory directory = new DataDirectory(flags.data(surroundings).path().resolve("bench"));
    directory.create();
    ApplicationJar jar =
        ApplicationJar.at(Jars.choose(flags.jar(), directory, surroundings.defaultJar()));
    CoordinatorOptions options = flags.options(directory, jar, 0).withRedis(redis).unguarded();
    report.requireLocal(options);
    ReportDirectory reports = report.directory();
    surroundings.logTo().accept(directory.log());
    Claim claim = ServerCommand.claim(directory);
    try {
      requireNoRuns(directory, redis);
      measure(options, plan, reports, often);
    } finally {
      claim.close();
    }
    return ExitCode.OK;
  }

  private void measure(
      CoordinatorOptions options,
      Evaluation.@Nullable Plan plan,
      @Nullable ReportDirectory reports,
      int often)
      throws Exception {
    PrintStream out = surroundings.terminal().out();
    PrintStream progress = surroundings.terminal().err();
    try (RunningCoordinator running = surroundings.launcher().start(options);
        KappaClient client = new KappaClient(running)) {
      if (plan == null || reports == null) {
        new Benchmark(client, running.redis(), out, often).run();
      } else {
        Path data = options.dataDirectory().resolve("data");
        Evaluation evaluation = new Evaluation(plan, client, running.redis(), data, progress);
        out.println(evaluation.run(reports, ReportFlags.settings(options)));
      }
    }
  }

  /** Its coordinator is nobody else's, and it reads itself what that has stored. */
  private void requireNoGuard() {
    List<String> given = flags.ofGuard();
    if (!given.isEmpty()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "%s: bench measures a coordinator without (expected: bench without that)"
              .formatted(given.getFirst()));
    }
  }

  private int turns() {
    if (turns == null) {
      return USUAL_TURNS;
    }
    if (report.isAsked()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--turns: not together with --report (expected: --quick, or none)");
    }
    return Range.within("--turns", turns, 2, MOST_TURNS);
  }

  /**
   * A coordinator takes over the store that it starts with: none that is in use may be measured.
   */
  private void requireNoRuns(DataDirectory directory, @Nullable URI redis) {
    if (redis == null) {
      return;
    }
    try (RunningCoordinator reader = surroundings.launcher().look(directory.path(), redis, null);
        KappaClient client = new KappaClient(reader)) {
      if (!client.list(new RunFilter(null, 1, null)).isEmpty()) {
        throw new KappaException(
            ErrorCode.BAD_REQUEST,
            "--redis: %s has runs, which bench would take over (expected: an empty Redis; without --redis, bench starts one)"
                .formatted(RedisFlag.shown(redis)));
      }
    }
  }

  /** The raw append to compare with goes to one server, over a plain socket. */
  private static void requireOneServer(@Nullable URI redis) {
    if (redis != null && !"redis".equals(redis.getScheme())) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--redis: bench measures one server without TLS alone (expected: redis://host:port)");
    }
  }
}

package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.bench.Evaluation;
import dev.kappa.coordinator.bench.Experiment;
import dev.kappa.coordinator.bench.JarWeight;
import dev.kappa.coordinator.bench.ReportDirectory;
import dev.kappa.coordinator.bench.Sizes;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a report measures. */
final class ReportFlags {
  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Measure by size and by number, and the applications with checkpoints at other moments"
              + " and with more workers, and write tables and plots to this directory.")
  private @Nullable Path report;

  @Option(
      names = "--quick",
      description = "With --report: only a little of each, to see that all of it works.")
  private boolean quick;

  @Option(
      names = "--experiments",
      paramLabel = "NAMES",
      description =
          "With --report: which of checkpoints, messages, spawn, tasks, cold-start, factorial-while,"
              + " word-count, grep, tpcds, crawl, streaming, and the last five with -workers behind"
              + " (default: all).")
  private @Nullable String experiments;

  @Option(
      names = "--sizes",
      paramLabel = "SIZES",
      description =
          "With --report: sizes of checkpoints and messages, 0 to 31m (default: 1k,10k,100k,1m,10m).")
  private @Nullable String sizes;

  @Option(
      names = "--times",
      paramLabel = "N",
      description =
          "With --report: the applications have N times the usual data, 1 to 20, so that runs take"
              + " longer (default: 1).")
  private @Nullable Integer times;

  boolean isAsked() {
    return report != null;
  }

  /** {@return what is to be measured; null if no report is asked for} */
  Evaluation.@Nullable Plan plan() {
    if (report == null) {
      refuse("--quick", quick);
      refuse("--experiments", experiments != null);
      refuse("--sizes", sizes != null);
      refuse("--times", times != null);
      return null;
    }
    return new Evaluation.Plan(
        chosen(),
        quick,
        sizes == null ? null : Sizes.parse("--sizes", sizes),
        times == null ? 1 : Range.within("--times", times, 1, 20));
  }

  private Set<Experiment> chosen() {
    return experiments == null
        ? EnumSet.allOf(Experiment.class)
        : Experiment.parse("--experiments", experiments);
  }

  private static void refuse(String option, boolean given) {
    if (given) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, option + ": only together with --report (expected: --report DIR)");
    }
  }

  /** What the applications read is made on this machine. */
  void requireLocal(CoordinatorOptions options) {
    if (report != null
        && options.function() != null
        && chosen().stream().anyMatch(Experiment::isApplication)) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--experiments: the applications' data are on this machine, where --function %s can't read them"
                  .formatted(options.function())
              + " (expected: --experiments checkpoints,messages,spawn,tasks,factorial-while)");
    }
  }

  /** {@return where the report goes; null if none is asked for} */
  @Nullable ReportDirectory directory() {
    return report == null ? null : ReportDirectory.at(report);
  }

  /** {@return how the coordinator works, for the report} */
  static Map<String, String> settings(CoordinatorOptions options) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("version", new Version().getVersion()[0]);
    settings.put("handler jar", JarWeight.of(options.jar()));
    settings.put("functions", String.valueOf(LambdaFunction.orLocal(options.function())));
    settings.put("most functions at once", Integer.toString(options.concurrency()));
    settings.put("memory of a function", options.memoryMb() + " MiB");
    settings.put("durability", options.durability().toString());
    settings.put("store", RedisFlag.shown(options.redis()));
    return settings;
  }
}

package dev.kappa.coordinator.bench;

import dev.kappa.coordinator.api.client.KappaClient;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Measures what Kappa costs by size and by number, and what checkpoints cost the applications, with
 * real workers, and writes a report. What is measured stands beside what the bare store takes, or
 * the same without, in the same run: machines differ, and are noisy.
 */
public final class Evaluation {
  /**
   * What is measured.
   *
   * @param experiments which of them, in their order
   * @param quick whether only a little of each: it shows that all works, not how fast
   * @param sizes the sizes in bytes; null for the usual ones
   * @param times how many times the usual data the applications have
   */
  public record Plan(
      Set<Experiment> experiments, boolean quick, @Nullable List<Integer> sizes, int times) {
    private Volume volume() {
      Volume volume = (quick ? Volume.quick() : Volume.full()).withData(times);
      return sizes == null ? volume : volume.withSizes(sizes);
    }

    private String names() {
      return experiments.stream().map(Experiment::text).collect(Collectors.joining(", "));
    }
  }

  private final Plan plan;
  private final Bench bench;
  private final SampleData data;

  /**
   * Measures the coordinator behind {@code client}.
   *
   * @param redis its store
   * @param data a directory for what the applications read and write, as workers see it
   * @param progress says what was measured, row by row
   */
  public Evaluation(Plan plan, KappaClient client, URI redis, Path data, PrintStream progress) {
    this.plan = plan;
    this.bench = new Bench(new Runs(client), redis, plan.volume(), progress);
    this.data = new SampleData(data);
  }

  /**
   * Measures, and writes the report.
   *
   * @param settings how the coordinator works, by name
   * @return the report's page
   */
  public Path run(ReportDirectory directory, Map<String, String> settings) throws Exception {
    List<Figures.Fact> facts = new ArrayList<>(Machine.facts(bench.redis()));
    String before = Machine.load();
    facts.add(new Figures.Fact("bare PING, p50", Figures.ms(ping()) + " ms"));
    settings.forEach((name, value) -> facts.add(new Figures.Fact(name, value)));
    facts.add(new Figures.Fact("experiments", plan.names() + (plan.quick() ? " (quick)" : "")));
    List<Figures.Table> tables = new ArrayList<>();
    for (Experiment experiment : plan.experiments()) {
      tables.addAll(measure(experiment));
    }
    facts.add(new Figures.Fact("load before and after", before + ", " + Machine.load()));
    return write(directory, new Figures("What Kappa costs", facts, tables));
  }

  private double ping() throws Exception {
    return RawParts.ping(bench.redis(), bench.volume().mostSamples()).p50();
  }

  private List<Figures.Table> measure(Experiment experiment) throws Exception {
    Applications applications = new Applications(bench, data);
    return switch (experiment) {
      case CHECKPOINTS -> Checkpoints.measure(bench);
      case MESSAGES -> Messages.measure(bench);
      case SPAWN -> Spawns.measure(bench);
      case TASKS -> ManyTasks.measure(bench);
      case COLD_START -> ColdStart.measure(bench);
      case FACTORIAL_WHILE -> applications.factorial();
      case WORD_COUNT -> applications.wordCount(Overhead::measure);
      case GREP -> applications.grep(Overhead::measure, Applications.SMALL_CHUNK);
      case TPCDS -> applications.tpcds(Overhead::measure);
      case CRAWL -> applications.crawl(Overhead::measure);
      case STREAMING -> applications.streaming(Overhead::measure);
      case WORD_COUNT_WORKERS -> applications.wordCount(Scaling::measure);
      case GREP_WORKERS -> applications.grep(Scaling::measure, Applications.USUAL_CHUNK);
      case TPCDS_WORKERS -> applications.tpcds(Scaling::measure);
      case CRAWL_WORKERS -> applications.crawl(Scaling::measure);
      case STREAMING_WORKERS -> applications.streaming(Scaling::measure);
    };
  }

  /** The application draws: it has what draws its timelines, too. */
  private Path write(ReportDirectory directory, Figures figures) {
    JsonNode drawn = bench.runs().result("bench-report", figures);
    directory.write("figures.json", Runs.json(figures));
    for (JsonNode file : drawn.required("files")) {
      directory.write(file.required("name").stringValue(), file.required("text").stringValue());
    }
    return directory.file("report.md");
  }
}

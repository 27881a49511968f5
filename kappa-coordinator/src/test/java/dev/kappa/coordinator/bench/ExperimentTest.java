package dev.kappa.coordinator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExperimentTest {
  @Test
  void eachIsReadByItsName() {
    String all =
        Stream.of(Experiment.values()).map(Experiment::text).collect(Collectors.joining(","));

    assertThat(Experiment.parse("-e", all)).containsExactly(Experiment.values());
    assertThat(Experiment.parse("-e", "tpcds, checkpoints"))
        .isEqualTo(Set.of(Experiment.CHECKPOINTS, Experiment.TPCDS));
  }

  @Test
  void theOthersWorkOnThisMachineAlone() {
    assertThat(Experiment.values())
        .filteredOn(Experiment::isApplication)
        .extracting(Experiment::text)
        .containsExactly(
            "cold-start",
            "word-count",
            "grep",
            "tpcds",
            "crawl",
            "streaming",
            "word-count-workers",
            "grep-workers",
            "tpcds-workers",
            "crawl-workers",
            "streaming-workers");
  }

  @Test
  void anUnknownOneIsRefusedWithAllThatThereAre() {
    assertThatThrownBy(() -> Experiment.parse("--experiments", "spawn,sleep"))
        .isInstanceOf(KappaException.class)
        .hasMessage(
            "--experiments: 'sleep' (expected: one or more of checkpoints, messages, spawn, tasks,"
                + " cold-start, factorial-while, word-count, grep, tpcds, crawl, streaming,"
                + " word-count-workers, grep-workers, tpcds-workers, crawl-workers,"
                + " streaming-workers, with commas between)");
  }
}

package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.metrics.Metric;
import dev.kappa.coordinator.metrics.Readings;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Partition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {
  private final ManualLoop loop = new ManualLoop();
  private final MemoryStore store = new MemoryStore(1);
  private final Partition partition = store.on(Runnable::run).takeOver(0).join();
  private final List<String> said = new ArrayList<>();
  private boolean maySpeak = true;
  private boolean broken;
  private final Tally tally = new Tally();
  private final GroupCommit log =
      new GroupCommit(
          partition, loop, () -> maySpeak, error -> broken = true, new Defects(), tally);

  private static List<Change> put(String value) {
    return List.of(new Change.Put("run", "h", value.getBytes(UTF_8)));
  }

  private void add(List<Change> changes, String name) {
    log.add(changes, () -> said.add(name), () -> said.add(name + " lost"));
  }

  private String stored() {
    return new String(
        store.index(0).headers(List.of("run")).join().getOrDefault("run", new byte[0]), UTF_8);
  }

  @Test
  void whatIsDurableIsSaidInOrder() {
    add(put("1"), "a");
    add(List.of(), "b");
    add(put("2"), "c");
    loop.pass(1);
    assertThat(said).containsExactly("a", "b", "c");
    assertThat(log.backlog()).isZero();
  }

  @Test
  void nothingIsSaidWhileThisCoordinatorMayNotSpeak() {
    maySpeak = false;
    add(put("1"), "a");
    loop.pass(1);
    assertThat(stored()).isEqualTo("1");
    assertThat(said).isEmpty();
    assertThat(log.backlog()).isPositive();
    // Later ones don't overtake it.
    maySpeak = true;
    add(List.of(), "b");
    loop.pass(1);
    assertThat(said).containsExactly("a", "b");
  }

  @Test
  void whatWasNotSaidIsSaidWhenItMayBe() {
    maySpeak = false;
    add(put("1"), "a");
    loop.pass(1);
    log.speak();
    assertThat(said).isEmpty();
    maySpeak = true;
    log.speak();
    assertThat(said).containsExactly("a");
  }

  @Test
  void whatWasNotSaidIsLostWithThePartition() {
    maySpeak = false;
    add(put("1"), "a");
    loop.pass(1);
    store.takeOver(0).join();
    add(put("2"), "b");
    loop.pass(1);
    assertThat(broken).isTrue();
    assertThat(said).containsExactly("a lost", "b lost");
    assertThat(stored()).isEqualTo("1");
  }

  @Test
  void batchesThatTheStoreHasTakenAreCountedWithTheirBytes() {
    add(put("1"), "a");
    add(put("22"), "b");
    add(List.of(), "read");
    loop.pass(1);
    store.takeOver(0).join();
    add(put("333"), "c");
    loop.pass(1);
    Readings all = new Readings();
    tally.read(all);
    assertThat(all.number(Metric.STORE_BATCHES)).isEqualTo(1);
    assertThat(all.number(Metric.STORE_BATCH_BYTES))
        .isEqualTo(put("1").getFirst().size() + put("22").getFirst().size());
  }

  @Test
  void quietIsWhenAllIsSaid() {
    maySpeak = false;
    add(put("1"), "a");
    log.whenQuiet(() -> said.add("quiet"));
    loop.pass(1);
    assertThat(said).isEmpty();
    maySpeak = true;
    log.speak();
    assertThat(said).containsExactly("a", "quiet");
    log.whenQuiet(() -> said.add("still quiet"));
    assertThat(said).hasSize(3);
  }

  @Test
  void whatWaitsHasWeightThoughItChangesNothing() {
    maySpeak = false;
    for (int i = 0; i < 10; i++) {
      add(List.of(), "read");
    }
    loop.pass(1);
    assertThat(log.backlog()).isEqualTo(10 * 512);
    maySpeak = true;
    log.speak();
    assertThat(log.backlog()).isZero();
  }
}

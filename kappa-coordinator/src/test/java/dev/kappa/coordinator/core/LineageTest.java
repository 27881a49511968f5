package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Who spawned whom, told in bounded space. */
final class LineageTest {
  private static Lineage of(List<String> places) {
    Lineage lineage = Lineage.root("shop");
    for (String place : places) {
      lineage = lineage.child(place);
    }
    return lineage;
  }

  @Test
  void nearestIsFirstAndTheWorkflowLast() {
    assertThat(of(List.of("Shop.all (Shop.java:20)", "Shop.order (Shop.java:44)")).lines())
        .containsExactly(
            "spawned by Shop.order (Shop.java:44)",
            "spawned by Shop.all (Shop.java:20)",
            "spawned by workflow 'shop'");
  }

  @Test
  void taskThatSpawnsItsLikeIsOneLine() {
    assertThat(of(List.of("fib", "fib", "fib", "leaf")).lines())
        .containsExactly(
            "spawned by leaf", "spawned by fib, 3 times", "spawned by workflow 'shop'");
  }

  @Test
  void deepChainIsCutInTheMiddle() {
    List<String> places = IntStream.rangeClosed(1, 50).mapToObj(i -> "p" + i).toList();
    List<String> lines = of(places).lines();
    assertThat(lines).hasSize(2 * Lineage.MOST + 1);
    assertThat(lines).startsWith("spawned by p50", "spawned by p49");
    assertThat(lines).contains("... 35 more");
    assertThat(lines).endsWith("spawned by p2", "spawned by p1", "spawned by workflow 'shop'");
  }

  /** However the tree is, all levels are counted, the places are bounded, and the bytes are too. */
  @Property
  void everyLevelIsCountedAndTheSizeIsBounded(
      @ForAll @Size(max = 60)
          List<@CharRange(from = 'a', to = 'c') @StringLength(max = 300) String> places) {
    Lineage lineage = of(places);
    long counted = lineage.cut();
    for (Lineage.Place place : lineage.near()) {
      counted += place.times();
    }
    for (Lineage.Place place : lineage.far()) {
      counted += place.times();
    }
    assertThat(counted).isEqualTo(places.size() + 1L);
    ByteWriter out = new ByteWriter();
    lineage.write(out);
    assertThat(out.toBytes().length).isLessThan(2 * Lineage.MOST * 180);
    assertThat(Lineage.read(new ByteReader(out.toBytes()))).isEqualTo(lineage);
  }
}

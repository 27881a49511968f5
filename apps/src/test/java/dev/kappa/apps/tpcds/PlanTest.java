package dev.kappa.apps.tpcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTest {
  static Stream<Integer> queries() {
    return Plan.QUERIES.stream();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void plansEndWhereAllComesTogether(int query) {
    Plan plan = Plan.of(query);
    assertThat(plan.whole()).contains("SELECT").doesNotContain("--");
    assertThat(plan.stages()).hasSizeGreaterThan(1);
    assertThat(plan.stages().stream().filter(stage -> stage instanceof Stage.Gather)).hasSize(1);
    assertThat(plan.stages().getLast()).isInstanceOf(Stage.Gather.class);
    assertThat(plan.tables(plan.stages().getLast()))
        .as("large tables at the end")
        .hasSizeLessThan(3);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void whatIsJoinedIsDividedByAsManyColumns(int query) {
    Plan plan = Plan.of(query);
    for (Stage stage : plan.stages()) {
      if (stage instanceof Stage.Join join) {
        assertThat(plan.before(join)).as(join.name()).containsAll(join.parts());
        assertThat(join.parts().stream().map(part -> plan.stage(part).key().size()).distinct())
            .as(join.name())
            .hasSize(1)
            .doesNotContain(0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void eachStageIsReadByALaterOne(int query) {
    Plan plan = Plan.of(query);
    List<String> read = plan.stages().stream().flatMap(s -> plan.before(s).stream()).toList();
    assertThat(read)
        .contains(
            plan.stages().stream()
                .map(Stage::name)
                .filter(n -> !n.equals("result"))
                .toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aScanReadsItsTable(int query) {
    Plan plan = Plan.of(query);
    for (Stage stage : plan.stages()) {
      if (stage instanceof Stage.Scan scan) {
        assertThat(plan.tables(scan)).contains(scan.table());
      }
    }
  }

  @Test
  void partsAreReadAsTheyAreWritten() {
    Plan plan =
        Plan.parse(
            1,
            """
            -- query
            SELECT 1

            -- scan sold of store_sales by a, b
            SELECT * FROM store_sales, item

            -- join met of sold by c
            SELECT * FROM sold

            -- result
            SELECT * FROM met
            """);
    assertThat(plan.whole()).isEqualTo("SELECT 1");
    assertThat(plan.stages())
        .containsExactly(
            new Stage.Scan(
                "sold", "store_sales", List.of("a", "b"), "SELECT * FROM store_sales, item"),
            new Stage.Join("met", List.of("sold"), List.of("c"), "SELECT * FROM sold"),
            new Stage.Gather("SELECT * FROM met"));
    assertThat(plan.tables(plan.stage("sold"))).containsExactly("item", "store_sales");
    assertThat(plan.before(plan.stage("met"))).containsExactly("sold");
  }

  @Test
  void aQueryWithoutAPlanIsRefused() {
    assertThatThrownBy(() -> Plan.of(2))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining("input.query: 2 (expected: one of [1, 3, 12,");
    assertThatThrownBy(() -> Plan.of(null)).hasMessageContaining("input.query: missing");
  }
}

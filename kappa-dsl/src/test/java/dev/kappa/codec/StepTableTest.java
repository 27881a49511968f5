package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.codec.lambda.StepTable;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Payload;
import io.vavr.Function1;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a build has calculated of lambdas counts as long as it is of the classes that are there. */
class StepTableTest {
  private static final String TWO =
      """
      class App {
        static Function1<Integer, String> first() { return make(0); }
        static Function1<Integer, String> second() { return make(1); }
        static Function1<Integer, String> make(int which) {
          List<Function1<Integer, String>> all = new ArrayList<>();
          all.add(x -> "first " + x);
          all.add(x -> "second " + x);
          return all.get(which);
        }
      }
      """;

  private static final String SWAPPED =
      TWO.replace("\"first \" + x", "TEMP")
          .replace("\"second \" + x", "\"first \" + x")
          .replace("TEMP", "\"second \" + x");

  private static final String TABLE = StepTable.resource("app/App");

  private static Payload store(CompiledApp app, String name) {
    return app.codec().encode(app.call(name));
  }

  @SuppressWarnings("unchecked") // the tests' sources declare it so
  private static Object applied(CompiledApp app, Payload stored) {
    return ((Function1<Object, Object>) app.codec().decode(stored, Function1.class)).apply(1);
  }

  @Test
  void bytesAreTheSameWithATableAndWithout() {
    CompiledApp app = CompiledApp.of(TWO);
    Payload without = store(app, "second");
    assertThat(store(app.withTables(), "second").body()).isEqualTo(without.body());
    assertThat(applied(app.withTables(), without)).isEqualTo("second 1");
  }

  @Test
  void bodyIsFoundUnderTheNumberThatItHasInTheTable() {
    Payload stored = store(CompiledApp.of(TWO).withTables(), "second");
    assertThat(applied(CompiledApp.of(SWAPPED).withTables(), stored)).isEqualTo("second 1");
  }

  @Test
  void tableOfAnotherVersionOfTheClassIsNotBelieved() {
    CompiledApp old = CompiledApp.of(TWO);
    CompiledApp stale = CompiledApp.of(SWAPPED).withTables(old.tablesOfSteps());
    assertThat(applied(stale, store(old, "second"))).isEqualTo("second 1");
    assertThat(store(stale, "first").body())
        .isEqualTo(store(CompiledApp.of(SWAPPED), "first").body());
  }

  @Test
  void tableIsNotBelievedWhenALocalClassThatABodyUsesWasEdited() {
    String source =
        """
        class App {
          static Function1<Integer, Object> make() {
            return x -> new Object() { @Override public String toString() { return "old"; } }.toString();
          }
        }
        """;
    CompiledApp old = CompiledApp.of(source);
    CompiledApp edited = CompiledApp.of(source.replace("\"old\"", "\"new\""));
    assertThat(edited.classFile("app/App")).isEqualTo(old.classFile("app/App"));
    Payload stored = store(old.withTables(), "make");
    CompiledApp stale = edited.withTables(old.tablesOfSteps());
    assertThatThrownBy(() -> stale.codec().decode(stored))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CODE_CHANGED));
  }

  @Test
  void whatIsInTheTableIsNotReadFromTheClassFile() {
    CompiledApp app = CompiledApp.of(TWO);
    byte[] told =
        table(app).replace("App.java:", "Bpp.java:").getBytes(StandardCharsets.ISO_8859_1);
    Payload stored = store(app.withTables(Map.of(TABLE, told)), "second");
    CompiledApp edited = CompiledApp.of(TWO.replace("second ", "third "));
    assertThatThrownBy(() -> edited.codec().decode(stored))
        .hasMessageContaining("was at Bpp.java:11");
  }

  @Test
  void damagedTableCountsAsNone() {
    CompiledApp app = CompiledApp.of(TWO);
    byte[] table = table(app).getBytes(StandardCharsets.ISO_8859_1);
    Payload stored = store(app, "second");
    for (int length = 0; length < table.length; length++) {
      CompiledApp cut = app.withTables(Map.of(TABLE, Arrays.copyOf(table, length)));
      assertThat(store(cut, "second").body()).isEqualTo(stored.body());
    }
    CompiledApp longer = app.withTables(Map.of(TABLE, Arrays.copyOf(table, table.length + 1)));
    assertThat(store(longer, "second").body()).isEqualTo(stored.body());
  }

  @Test
  void classWithoutLambdasThatCanBeStoredHasNoTable() {
    String source =
        """
        class App {
          static Object make() { return (java.util.function.Function<Object, Object>) x -> x; }
        }
        """;
    assertThat(CompiledApp.of(source).tablesOfSteps()).isEmpty();
    assertThat(CompiledApp.of(TWO).tablesOfSteps()).containsOnlyKeys(TABLE);
  }

  private static String table(CompiledApp app) {
    return new String(app.tablesOfSteps().get(TABLE), StandardCharsets.ISO_8859_1);
  }
}

package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kappa.upgrade.Held;
import dev.kappa.upgrade.NewCode;
import dev.kappa.upgrade.Verdict;
import dev.kappa.upgrade.Verdict.Outcome;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of stored values before a new version of the code is there. */
class UpgradeTest {
  private static final String APP =
      """
      class App {
        enum Colour { RED, GREEN }
        record Inner(int i, Colour colour) {}
        record Outer(String name, Inner inner) {}
        static Object all() {
          Object outer = new Outer("o", new Inner(1, Colour.RED));
          Function1<Integer, String> byName = App::named;
          Function1<Integer, String> byBody = x -> outer + "!" + x;
          return List.of(byName, byBody, Colour.GREEN, new RuntimeException("no code"), new Colour[] {Colour.RED});
        }
        static String named(int x) { return "named"; }
      }
      """;

  private static final Payload STORED = stored();

  private static Payload stored() {
    CompiledApp app = CompiledApp.of(APP);
    return app.codec().encode(app.call("all"));
  }

  private static List<Held> held() {
    List<Held> held = new ArrayList<>();
    Held.in(STORED.body(), held::add);
    return held;
  }

  private static Verdict verdict(String title, String source) {
    NewCode code = NewCode.of(CompiledApp.of(source)::classFile);
    return held().stream()
        .filter(each -> each.title().startsWith(title))
        .map(code::verdict)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void codeIsNamedWithItsPlace() {
    assertThat(held())
        .extracting(Held::title, Held::captured)
        .contains(
            tuple("App::named", 0),
            tuple("lambda of App.all (App.java:12)", 1),
            tuple("record App.Outer", 0),
            tuple("App.Colour.GREEN", 0));
  }

  @Test
  void sameCodeGoesOn() {
    NewCode code = NewCode.of(CompiledApp.of("\n" + APP)::classFile);
    assertThat(held()).allMatch(each -> code.verdict(each).outcome() == Outcome.GOES_ON);
    assertThat(verdict("lambda", "\n" + APP).where()).isEqualTo("App.java:13");
    assertThat(verdict("App::named", "\n" + APP).where()).isEqualTo("App.java:16");
  }

  @Test
  void editedLambdaNeedsTheOldVersionAndNamesWhatMayStandForIt() {
    Verdict verdict = verdict("lambda", APP.replace("\"!\"", "\"?\""));
    assertThat(verdict.outcome()).isEqualTo(Outcome.OLD_VERSION);
    assertThat(verdict.candidates()).hasSize(1);
    assertThat(verdict.candidates().getFirst().source()).isEqualTo("App.java:12");
  }

  @Test
  void renamedMethodNeedsTheOldVersion() {
    assertThat(
            verdict("App::named", APP.replace("named(", "called(").replace("::named", "::called")))
        .extracting(Verdict::outcome)
        .isEqualTo(Outcome.OLD_VERSION);
    assertThat(verdict("App::named", APP.replace("\"named\"", "\"edited\"")).outcome())
        .isEqualTo(Outcome.GOES_ON);
  }

  @Test
  void recordWithOtherComponentsNeedsAMigration() {
    String other = APP.replace("int i, Colour colour", "long i, Colour colour");
    assertThat(verdict("record App.Outer", other).outcome()).isEqualTo(Outcome.MIGRATION);
  }

  @Test
  void removedConstantNeedsTheOldVersion() {
    String removed = APP.replace("RED, GREEN", "RED, BLUE").replace("Colour.GREEN", "Colour.BLUE");
    assertThat(verdict("App.Colour.GREEN", removed).outcome()).isEqualTo(Outcome.OLD_VERSION);
  }
}

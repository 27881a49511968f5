package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.upgrade.Held;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Rebinding;
import io.vavr.Function1;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to stored lambdas when the application's code changes. */
class CodeChangeTest {
  private static final String TWO =
      """
      class App {
        static Function1<Integer, String> first() { return make(0); }
        static Function1<Integer, String> second() { return make(1); }
        static Function1<Integer, String> make(int which) {
          List<Function1<Integer, String>> all = new ArrayList<>();
          all.add(x -> "first " + x);
          all.add(x -> "second " + (x + 1));
          return all.get(which);
        }
      }
      """;

  private static final String TWO_WITH_ANOTHER_BEFORE =
      TWO.replace("all = new ArrayList<>();", "all = new ArrayList<>();\n all.add(x -> \"new\");")
          .replace("make(1)", "make(2)")
          .replace("make(0)", "make(1)");

  private static Payload store(String source, String name, String... options) {
    CompiledApp app = CompiledApp.of(source, options);
    return app.codec().encode(app.call(name));
  }

  @SuppressWarnings("unchecked") // the tests' sources declare it so
  private static Function1<Object, Object> load(Payload stored, String source, String... options) {
    return CompiledApp.of(source, options).codec().decode(stored, Function1.class);
  }

  private static void assertChanged(Payload stored, String source) {
    assertThatThrownBy(() -> load(stored, source))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CODE_CHANGED));
  }

  @Test
  void lambdaInsertedBeforeDoesNotSwapBodies() {
    assertThat(load(store(TWO, "first"), TWO_WITH_ANOTHER_BEFORE).apply(1)).isEqualTo("first 1");
    assertThat(load(store(TWO, "second"), TWO_WITH_ANOTHER_BEFORE).apply(1)).isEqualTo("second 2");
    assertThat(load(store(TWO_WITH_ANOTHER_BEFORE, "second"), TWO).apply(1)).isEqualTo("second 2");
  }

  @Test
  void identityStaysWhereLinesAndNumbersMoveAndNotWhereABodyIsEdited() {
    byte[] identity = identity(TWO, "second");
    assertThat(identity(TWO_WITH_ANOTHER_BEFORE, "second")).isEqualTo(identity);
    assertThat(identity("\n\n" + TWO, "second")).isEqualTo(identity);
    assertThat(identity(TWO, "first")).isNotEqualTo(identity);
    assertThat(identity(TWO.replace("x + 1", "x + 2"), "second")).isNotEqualTo(identity);
  }

  private static byte[] identity(String source, String name) {
    CompiledApp app = CompiledApp.of(source);
    return app.codec().identity(app.call(name), "the lambda");
  }

  @Test
  void swappedLambdasAreFoundByTheirBodies() {
    String swapped =
        TWO.replace("\"first \" + x", "TEMP")
            .replace("\"second \" + (x + 1)", "\"first \" + x")
            .replace("TEMP", "\"second \" + (x + 1)");
    assertThat(load(store(TWO, "first"), swapped).apply(1)).isEqualTo("first 1");
    assertThat(load(store(TWO, "second"), swapped).apply(1)).isEqualTo("second 2");
  }

  @Test
  void editedBodyIsRefusedWithTheLineItWasAt() {
    assertThatThrownBy(() -> load(store(TWO, "second"), TWO.replace("x + 1", "x + 2")))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CODE_CHANGED))
        .hasMessageContaining("lambda of app.App.make (was at App.java:11)")
        .hasMessageContaining("edited or removed");
  }

  @Test
  void lambdaOfAClassInTheFileOfAnotherIsToldWithThatFile() {
    String source =
        """
        class App {
          static Object make() { return Other.make(); }
          static class Inner { static Object make() { return (Function1<Integer, Object>) x -> "i"; } }
          static Object inner() { return Inner.make(); }
        }
        class Other {
          static Function1<Integer, Object> make() { return x -> "o"; }
        }
        """;
    assertThatThrownBy(() -> load(store(source, "make"), source.replace("\"o\"", "\"p\"")))
        .hasMessageContaining("lambda of app.Other.make (was at App.java:11)");
    assertThatThrownBy(() -> load(store(source, "inner"), source.replace("\"i\"", "\"j\"")))
        .hasMessageContaining("lambda of app.App$Inner.make (was at App.java:7)");
  }

  @Test
  void editOfOneLambdaLeavesTheOtherAlone() {
    assertThat(load(store(TWO, "first"), TWO.replace("x + 1", "x + 2")).apply(1))
        .isEqualTo("first 1");
  }

  @Test
  void acceptedBodyStandsForAnEditedOneAlsoOfOneThatWasAcceptedBefore() {
    String edited = TWO.replace("x + 1", "x + 2");
    String again = TWO.replace("x + 1", "x + 3");
    Payload stored = store(TWO, "second");
    List<Rebinding> rebindings = List.of(rebinding(TWO, edited), rebinding(edited, again));
    for (String source : List.of(TWO, edited, again)) {
      Codec codec = CompiledApp.of(source).codec().accepting(rebindings);
      assertThat(call(codec.decode(stored, Function1.class)))
          .isEqualTo(call(CompiledApp.of(source).call("second")));
    }
    assertChanged(stored, again);
  }

  private static Rebinding rebinding(String from, String to) {
    return new Rebinding("app.App", fingerprint(from), fingerprint(to));
  }

  private static String fingerprint(String source) {
    List<String> found = new ArrayList<>();
    Held.in(store(source, "second").body(), held -> found.add(held.fingerprint()));
    return found.getFirst();
  }

  @SuppressWarnings("unchecked") // the tests' sources declare it so
  private static Object call(Object function) {
    return ((Function1<Object, Object>) function).apply(1);
  }

  @Test
  void acceptedBodyThatDoesNotFitIsRefused() {
    String source =
        """
        class App {
          static Function1<Integer, Object> second() { String a = "a"; return x -> "" + a + x; }
        }
        """;
    String other = source.replace("String a = \"a\"", "List<String> a = List.of()");
    Codec codec = CompiledApp.of(other).codec().accepting(List.of(rebinding(source, other)));
    assertThatThrownBy(() -> codec.decode(store(source, "second")))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DECODABLE))
        .hasMessageContaining("the captured values of lambda of app.App.second")
        .hasMessageContaining("don't fit it now: java.lang.String (expected: [Ljava/util/List;");
  }

  @Test
  void removedBodyIsRefused() {
    assertChanged(store(TWO, "second"), TWO.replace("all.add(x -> \"second \" + (x + 1));", ""));
  }

  @Test
  void movedLinesAndOtherDebugSettingsDoNotMatter() {
    String moved = "\n\n\n" + TWO.replace("{ return", "\n{\n return");
    assertThat(load(store(TWO, "second", "-g"), moved, "-g:none").apply(1)).isEqualTo("second 2");
    assertThat(load(store(moved, "second", "-g:none"), TWO, "-g").apply(1)).isEqualTo("second 2");
  }

  @Test
  void methodsThatALambdaCallsMayBeEdited() {
    String source =
        """
        class App {
          static Function1<Integer, String> make() { return x -> called(x); }
          static String called(int x) { return "old " + x; }
        }
        """;
    assertThat(load(store(source, "make"), source.replace("old", "new")).apply(1))
        .isEqualTo("new 1");
  }

  @Test
  void methodOfAReferenceMayBeEditedButNotRemoved() {
    String source =
        """
        class App {
          static Function1<Integer, String> make() { return App::called; }
          static String called(int x) { return "old " + x; }
        }
        """;
    Payload stored = store(source, "make");
    assertThat(load(stored, source.replace("old", "new")).apply(1)).isEqualTo("new 1");
    assertChanged(stored, source.replace("called", "renamed"));
    assertChanged(stored, source.replace("int x", "Integer x"));
  }

  @Test
  void removedClassIsNotDecodable() {
    Payload stored = store(TWO, "first");
    assertThatThrownBy(() -> Codec.of(getClass().getClassLoader()).decode(stored))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DECODABLE))
        .hasMessageContaining("class app.App of a stored value can't be loaded");
  }

  @Test
  void editOfANestedLambdaChangesItsEnclosers() {
    String source =
        """
        class App {
          static Function1<Integer, Object> outer() {
            return x -> {
              Function1<Integer, Object> inner = y -> {
                Function1<Integer, Object> innermost = z -> x + y + z;
                return innermost.apply(1);
              };
              return inner.apply(2);
            };
          }
          static Function1<Integer, Object> other() { return x -> x; }
        }
        """;
    String edited = source.replace("x + y + z", "x + y - z");
    assertThat(load(store(source, "outer"), source).apply(3)).isEqualTo(6);
    assertChanged(store(source, "outer"), edited);
    assertThat(load(store(source, "other"), edited).apply(3)).isEqualTo(3);
  }

  @Test
  void capturesOfNestedLambdasKeepTheirPlaces() {
    String source =
        """
        class App {
          static Function1<Integer, Object> make() {
            String a = "a"; String b = "b"; long c = 3; String d = "d";
            return x -> {
              Function1<Integer, Object> inner = y -> d + c + y;
              return b + inner.apply(x) + a;
            };
          }
        }
        """;
    assertThat(load(store(source, "make", "-g"), source, "-g").apply(1)).isEqualTo("bd31a");
    assertThat(load(store(source, "make"), "\n" + source).apply(1)).isEqualTo("bd31a");
  }

  @Test
  void anonymousClassInALambdaBelongsToItsBody() {
    String source =
        """
        class App {
          static Function1<Integer, Object> make() {
            return x -> new Object() { @Override public String toString() { return "old"; } }.toString();
          }
        }
        """;
    assertChanged(store(source, "make"), source.replace("old", "new"));
  }

  @Test
  void anonymousClassInsertedBeforeDoesNotMatter() {
    String source =
        """
        class App {
          static Object before = "";
          static Function1<Integer, Object> make() {
            return x -> new Object() { @Override public String toString() { return "it"; } }.toString();
          }
        }
        """;
    String inserted = source.replace("before = \"\"", "before = new Object() { int i = 1; }");
    assertThat(load(store(source, "make"), inserted).apply(1)).isEqualTo("it");
  }

  @Test
  void callsThroughNumberedMethodsAreToldApart() {
    String source =
        """
        class App extends dev.kappa.codec.inherited.Upper {
          static Function1<Integer, Object> make() {
            return x -> new Object() { @Override public String toString() { return up0(); } }.toString();
          }
        }
        """;
    assertThat(load(store(source, "make"), source).apply(1)).isEqualTo("up0");
    assertChanged(store(source, "make"), source.replace("up0", "up1"));
  }

  private static final String TWO_LOCAL_CLASSES =
      """
      class App {
        static Function1<Integer, Object> one() {
          return x -> { class Local { enum Tone { A; public String toString() { return "one"; } } } return Local.Tone.A; };
        }
        static Function1<Integer, Object> two() {
          return x -> { class Local { enum Tone { A; public String toString() { return "two"; } } } return Local.Tone.A; };
        }
        static Object three() { class Local { static Object of(Object x) { return "three"; } } return (Function1<Object, Object>) Local::of; }
        static Object four() { class Local { static Object of(Object x) { return "four"; } } return (Function1<Object, Object>) Local::of; }
      }
      """;

  private static String swapped(String one, String two) {
    return TWO_LOCAL_CLASSES
        .replace('"' + one + '"', "TEMP")
        .replace('"' + two + '"', '"' + one + '"')
        .replace("TEMP", '"' + two + '"');
  }

  @Test
  void membersOfLocalClassesAreFoundUnderTheirNewNumbers() {
    Payload stored = store(TWO_LOCAL_CLASSES, "one");
    assertThat(load(stored, swapped("one", "two")).apply(1)).hasToString("one");
    assertThat(load(stored, TWO_LOCAL_CLASSES).apply(1)).hasToString("one");
  }

  @Test
  void methodReferenceOfALocalClassIsRefusedWhereAnotherClassHasItsNumber() {
    Payload stored = store(TWO_LOCAL_CLASSES, "three");
    assertThat(load(stored, TWO_LOCAL_CLASSES).apply(1)).isEqualTo("three");
    assertChanged(stored, swapped("three", "four"));
  }

  @Test
  void equalBodiesOfSeveralInterfacesAreFoundUnderTheirNewNames() {
    String source =
        """
        class App {
          static Object make() { return (Function1<Integer, Object>) x -> "it"; }
        }
        """;
    String other =
        "class App {\n  static Object before = (CheckedFunction1<Integer, Object>) x -> \"it\";";
    assertThat(load(store(source, "make"), source.replace("class App {", other)).apply(1))
        .isEqualTo("it");
  }

  private static final String ENUM_SWITCH =
      """
      class App {
        enum Colour { RED, GREEN, BLUE }
        static String before(Colour colour) { return ""; }
        static Function1<String, Object> make() {
          return name -> {
            switch (Colour.valueOf(name)) {
              case GREEN: return 1;
              case RED: return 2;
              default: return 3;
            }
          };
        }
      }
      """;

  @Test
  void otherSwitchOverTheSameEnumDoesNotMatter() {
    String inserted =
        ENUM_SWITCH.replace(
            "return \"\";",
            "switch (colour) { case BLUE: return \"b\"; case RED: return \"r\"; default: return"
                + " \"\"; }");
    Function1<Object, Object> loaded = load(store(ENUM_SWITCH, "make"), inserted);
    assertThat(loaded.apply("GREEN")).isEqualTo(1);
    assertThat(loaded.apply("RED")).isEqualTo(2);
    assertThat(loaded.apply("BLUE")).isEqualTo(3);
  }

  @Test
  void otherConstantInASwitchIsAnEdit() {
    assertChanged(store(ENUM_SWITCH, "make"), ENUM_SWITCH.replace("case GREEN", "case BLUE"));
    assertChanged(
        store(ENUM_SWITCH, "make"),
        ENUM_SWITCH
            .replace("GREEN: return 1", "GREEN: return 2")
            .replace("RED: return 2", "RED: return 1"));
  }

  @Test
  void branchesLoopsAndHandlersCountAsTheyAre() {
    String source =
        """
        class App {
          static Function1<Integer, Object> make() {
            return n -> {
              int sum = 0;
              for (int i = 0; i < n; i++) {
                try { sum += 10 / i; } catch (ArithmeticException e) { sum += 100; }
              }
              return sum > 0 ? "p" + sum : "n" + sum;
            };
          }
        }
        """;
    assertThat(load(store(source, "make"), source, "-g").apply(3)).isEqualTo("p115");
    assertChanged(store(source, "make"), source.replace("i < n", "i <= n"));
    assertChanged(store(source, "make"), source.replace("sum > 0", "sum < 0"));
    assertChanged(store(source, "make"), source.replace("ArithmeticE", "RuntimeE"));
    assertChanged(store(source, "make"), source.replace("\"n\"", "\"m\""));
    assertChanged(store(source, "make"), source.replace("100", "101"));
  }

  @Test
  void swappedRecordComponentsAreRefused() {
    String source =
        """
        class App {
          record Pair(String left, String right) {}
          static Object make() { return new Pair("l", "r"); }
        }
        """;
    Payload stored = store(source, "make");
    String swapped = source.replace("String left, String right", "String right, String left");
    assertThatThrownBy(() -> CompiledApp.of(swapped).codec().decode(stored))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DECODABLE))
        .hasMessageContaining("app.App$Pair")
        .hasMessageContaining("(String right, String left)");
  }

  @Test
  void removedEnumConstantIsRefused() {
    String source =
        """
        class App {
          enum Colour { RED, GREEN }
          static Object make() { return Colour.RED; }
        }
        """;
    Payload stored = store(source, "make");
    String removed = source.replace("RED", "BLUE");
    assertThatThrownBy(() -> CompiledApp.of(removed).codec().decode(stored))
        .hasMessageContaining("app.App$Colour has no constant RED now (it has: [BLUE, GREEN])");
  }
}

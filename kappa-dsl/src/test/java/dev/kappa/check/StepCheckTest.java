package dev.kappa.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is given as a function, what steps return, what is changed, and what silences a report. */
class StepCheckTest {
  private static void fine(String body) {
    assertThat(Compiled.reports(body)).isEmpty();
  }

  @Test
  void functionThatIsNoLambdaIsReported() {
    assertThat(
            Compiled.reports(
                """
                static class Twice implements Function1<Integer, Integer> { public Integer apply(Integer x) { return 2 * x; } }
                static Task<Integer> a(Task<Integer> t) { return t.map(new Twice()); }
                static Task<Integer> b(Task<Integer> t) { return t.map(new Function1<>() { public Integer apply(Integer x) { return x; } }); }
                static Task<Integer> c(Task<Integer> t, Function1<Integer, Integer> f) { return t.map(f.memoized()); }
                static Task<Integer> d(Task<Integer> t) { Twice f = new Twice(); return t.map(f); }
                """))
        .containsExactly(
            "2 ERROR KAPPA-201: the function given to Task.map can't be stored: it is a"
                + " demo.Demo.Twice. Make it a record, or store the fields that are needed; if it"
                + " is a lambda's `this`, copy what the lambda needs to local variables; what"
                + " is no data, such as a client, is captured as a Resource.",
            "3 ERROR KAPPA-201: the function given to Task.map can't be stored: it is an anonymous"
                + " class. An anonymous class has no stable name. Write it as a lambda or as a"
                + " record.",
            "4 ERROR KAPPA-201: the function given to Task.map can't be stored: it is a memoized()"
                + " function, which holds a lock. Use the function itself, and let a step return"
                + " what is to be kept.",
            "5 ERROR KAPPA-201: the function given to Task.map can't be stored: it is a"
                + " demo.Demo.Twice. Make it a record, or store the fields that are needed; if it"
                + " is a lambda's `this`, copy what the lambda needs to local variables; what"
                + " is no data, such as a client, is captured as a Resource.");
  }

  @Test
  void recordsEnumsAndOtherFunctionsAreFine() {
    fine(
        """
        record Plus(int n) implements Function1<Integer, Integer> { public Integer apply(Integer x) { return x + n; } }
        enum Op implements Function1<Integer, Integer> { NEG { public Integer apply(Integer x) { return -x; } } }
        static Task<Integer> a(Task<Integer> t, Function1<Integer, Integer> f) {
          return t.map(new Plus(1)).map(Op.NEG).map(f).map(f.andThen(f));
        }
        """);
  }

  @Test
  void lambdaThatIsGivenByWayOfAVariableIsChecked() {
    List<String> reports =
        Compiled.reports(
            """
            static Task<Integer> a(Task<Integer> t, Random r) {
              Function1<Integer, Integer> f = x -> x + r.nextInt();
              return t.map(f);
            }
            static Task<Integer> b(Task<Integer> t, Random r) {
              Function1<Integer, Integer> f = x -> x + r.nextInt();
              return t.map(y -> f.apply(y));
            }
            static Task<Integer> c(Task<Integer> t, Random r, boolean b) {
              return t.map(b ? x -> x + r.nextInt() : x -> x)
                  .map(switch (1) { case 1 -> x -> r.nextInt(x); default -> { yield x -> r.nextInt(x); } });
            }
            """);
    assertThat(reports).hasSize(5).allMatch(report -> report.contains("captured variable 'r'"));
    assertThat(reports.get(0)).startsWith("2 ERROR");
    assertThat(reports.get(1)).startsWith("6 ERROR").contains("given to 'f', which is captured");
  }

  @Test
  void lambdasThatAreNotGivenToKappaAreFine() {
    fine(
        """
        static Task<Integer> a(Random r) {
          Function1<Integer, Integer> f = x -> x + r.nextInt();
          IntSupplier g = r::nextInt;
          int first = f.apply(g.getAsInt());
          return Task.step("x", () -> {
            Random mine = new Random();
            Function1<Integer, Integer> h = x -> x + mine.nextInt();
            return first + h.apply(1);
          });
        }
        """);
  }

  @Test
  void innermostLambdaIsReportedOnce() {
    assertThat(
            Compiled.reports(
                """
                static Task<Integer> a(InputStream in) {
                  return Task.defer(() -> Task.value(1)
                      .then(x -> Task.step("read", () -> in.read() + in.read())));
                }
                static Task<Boolean> b(Reader in) {
                  return Task.defer(() -> Task.step("read", in::ready));
                }
                """))
        .hasSize(2)
        .anyMatch(
            r ->
                r.startsWith(
                    "3 ERROR KAPPA-201: captured variable 'in' of the lambda given to Task.step"))
        .anyMatch(
            r ->
                r.startsWith(
                    "6 ERROR KAPPA-201: the receiver of the method reference given to Task.step"));
  }

  @Test
  void resultThatCannotBeStoredIsReported() {
    assertThat(
            Compiled.reports(
                """
                static Task<Integer> a() { return Task.step("open", () -> new FileInputStream("x")).step("read", in -> in.read()); }
                static Task<Integer> b(Task<String> t) { return t.step("lines", x -> x.lines()).step("read", s -> (int) s.count()); }
                static Task<Integer> c() { return Task.step("map", () -> new EnumMap<TimeUnit, String>(TimeUnit.class)).step("x", m -> m.size()); }
                static Task<Integer> d() { return Task.step("map", () -> Arrays.asList(new Thread())).map(m -> m.size()); }
                """))
        .containsExactly(
            "1 ERROR KAPPA-201: the result of step 'open' can't be stored: it is a"
                + " java.io.FileInputStream. Open it inside the step that uses it, and close it"
                + " there; or capture a Resource that opens it.",
            "2 ERROR KAPPA-201: the result of step 'lines' can't be stored: it is a"
                + " java.util.stream.Stream. It is lazy. Collect it into a list.",
            "3 WARNING KAPPA-204: the result of step 'map' comes back as another type: it is a"
                + " java.util.EnumMap. Declare it as List, Set, Map or another interface.",
            "4 ERROR KAPPA-201: the result of step 'map' can't be stored: it is a java.util.List,"
                + " which holds a java.lang.Thread. A running thread or its future does not outlive"
                + " the process. Use Task.spawn.");
  }

  @Test
  void resultsThatAreDataAreFine() {
    fine(
        """
        static Task<Integer> a(Task<String> t) {
          return t.step("lines", x -> x.lines().toList()).step("size", x -> x.size());
        }
        static Task<Void> b() { return Task.step("nothing", () -> null); }
        static Task<Object> c() { return Task.step("object", () -> 1); }
        static Task<Map<TimeUnit, String>> d() { return Task.step("map", () -> new TreeMap<TimeUnit, String>()); }
        static <T> Task<T> e(CheckedFunction0<T> body) { return Task.step("generic", body); }
        """);
  }

  @Test
  void changeThatNobodySeesIsReported() {
    assertThat(
            Compiled.reports(
                """
                static Task<Integer> a() {
                  int[] counter = {0};
                  return Task.run("a", () -> counter[0]++).then(() -> Task.step("b", () -> counter[0]));
                }
                static Task<?> b(List<String> words) {
                  List<String> seen = new ArrayList<>();
                  return Task.forEach(words, word -> Task.run("add", () -> seen.add(word)));
                }
                static Task<?> c(Map<String, Integer> totals) {
                  return Task.run("c", () -> totals.merge("x", 1, Integer::sum)).map(x -> totals.size());
                }
                static Task<?> d(List<String> words) {
                  List<String> seen = new ArrayList<>();
                  return Task.run("d", () -> words.forEach(seen::add)).map(x -> seen);
                }
                static Task<?> e(int[][] grid) {
                  return Task.run("e", () -> { grid[0][1] = 2; Arrays.sort(grid[1]); Arrays.fill(grid, null); }).map(x -> grid);
                }
                """))
        .hasSize(6)
        .allMatch(report -> report.contains(" WARNING Kappa: the "))
        .anyMatch(
            report ->
                report.equals(
                    "3 WARNING Kappa: the lambda given to Task.run changes 'counter', but nobody"
                        + " else sees it: each worker has its own copy of what a lambda captures."
                        + " Return the new value, or use a Channel."));
  }

  @Test
  void changeOfWhatIsTheLambdasOwnIsFine() {
    fine(
        """
        static Task<List<String>> a(List<String> words) {
          return Task.step("sort", () -> { words.sort(null); return words; });
        }
        static Task<List<String>> b(List<String> words) {
          List<String> first = new ArrayList<>();
          first.add("a");
          return Task.step("own", () -> {
            List<String> mine = new ArrayList<>(first);
            words.forEach(mine::add);
            int[] counter = {0};
            words.forEach(x -> counter[0]++);
            mine.set(0, "" + counter[0]);
            return mine;
          });
        }
        static final List<String> LOG = new ArrayList<>();
        static Task<?> d(List<String> words) {
          return Task.forEach(words, word -> Task.run("log", () -> LOG.add(word)));
        }
        static Task<List<String>> c(List<String> words) {
          return Task.fold(words, List.<String>of(), (all, word) -> Task.step("add", () -> {
            List<String> more = new ArrayList<>(all);
            more.add(word);
            return more;
          }));
        }
        """);
  }

  @Test
  void suppressedReportsAreNotMade() {
    fine(
        """
        @SuppressWarnings("kappa")
        Task<Integer> a(InputStream in) { return Task.step("a", in::read); }
        Task<Integer> b(InputStream in) {
          @SuppressWarnings({"x", "kappa"}) Task<Integer> t = Task.step("a", () -> in.read());
          return t;
        }
        @SuppressWarnings("kappa") static class All {
          Task<Integer> c(InputStream in) { return Task.step("a", () -> in.read()); }
        }
        """
            .replace("in::read)", "in::available)"));
  }

  @Test
  void arrayThatDoesNotComeBackIsReported() {
    assertThat(
            Compiled.reports(
                """
                static Task<Integer> a(ArrayList<String>[] x) { return Task.step("a", () -> x.length); }
                static Task<Integer> b(List<String>[] x) { return Task.step("a", () -> x.length); }
                static Task<Integer> c(InputStream[] x) { return Task.step("a", () -> x.length); }
                """))
        .containsExactly(
            "1 ERROR KAPPA-204: captured variable 'x' of the lambda given to Task.step can't be read"
                + " back: it is an array of java.util.ArrayList. Use a List, or an array of Object.",
            "3 ERROR KAPPA-201: captured variable 'x' of the lambda given to Task.step can't be"
                + " stored: it is an array, whose elements are a java.io.InputStream. Open it inside the step"
                + " that uses it, and close it there; or capture a Resource that opens it.");
  }

  @Test
  void localRecordIsWarnedOf() {
    assertThat(
            Compiled.reports(
                """
                static Task<Integer> a() {
                  record Pair(int x) {}
                  Pair p = new Pair(1);
                  return Task.step("a", () -> p.x());
                }
                """))
        .containsExactly(
            "4 WARNING KAPPA-204: captured variable 'p' of the lambda given to Task.step may be"
                + " unreadable after an edit: it is a Pair, declared in a method. Its name is a"
                + " number that an edit can change. Declare it in the class.");
  }

  @Test
  void unknownTypeIsTheCompilersBusinessAlone() {
    assertThat(
            Compiled.reports(
                "static Task<String> a(Nowhere x) { return Task.step(\"a\", () -> x.task()); }"))
        .hasSize(1)
        .allMatch(report -> report.startsWith("1 ERROR cannot find symbol"));
  }

  @Test
  void contextOfAStepIsWarnedOf() {
    assertThat(
            Compiled.reports(
                "static Task<String> a(StepContext x) { return Task.step(\"a\", () -> x.task()); }"))
        .containsExactly(
            "1 WARNING KAPPA-201: captured variable 'x' of the lambda given to Task.step can hardly"
                + " be stored: it is a dev.kappa.StepContext. Call StepContext.current() inside the"
                + " step.");
  }
}

package dev.kappa.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What lambdas may capture: each mistake once, and its twin that is fine. */
class CaptureCheckTest {
  /** The start of a message about the variable {@code name}. */
  private static String variable(int line, String name, String method) {
    return line
        + " ERROR KAPPA-201: captured variable '"
        + name
        + "' of the lambda given to "
        + method
        + " can't be stored: it is ";
  }

  private static void fine(String body) {
    assertThat(Compiled.reports(body)).isEmpty();
  }

  private static String only(String body) {
    List<String> reports = Compiled.reports(body);
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  @Test
  void capturedStreamIsReportedWhereItIsUsed() {
    assertThat(
            only(
                """
                Task<Integer> f(InputStream in) {
                  return Task.step("read", () -> {
                    int first = in.read();
                    return first + in.read();
                  });
                }
                """))
        .isEqualTo(
            variable(3, "in", "Task.step")
                + "a java.io.InputStream. Open it inside the step that uses it, and close it"
                + " there; or capture a Resource that opens it.");
  }

  @Test
  void streamThatIsOpenedInTheStepIsFine() {
    fine(
        """
        Task<Integer> f(String name) {
          return Task.step("read", () -> {
            try (InputStream in = new FileInputStream(name)) {
              IntSupplier size = () -> { try { return in.read(); } catch (IOException e) { return 0; } };
              return size.getAsInt();
            }
          });
        }
        """);
  }

  @Test
  void capturedThisIsReportedWithWhatNeedsIt() {
    assertThat(
            Compiled.reports(
                """
                int field;
                int method() { return 1; }
                Task<Integer> a() { return Task.step("a", () -> field + field); }
                Task<Integer> b() { return Task.step("b", () -> this.method()); }
                Task<Integer> c() { return Task.step("c", this::method); }
                Task<Integer> d() { return Task.step("d", () -> method()); }
                Task<Integer> e() { return Task.step("e", () -> Demo.this.field); }
                Task<Integer> g() { return Task.step("g", super::hashCode); }
                """))
        .containsExactly(
            "3 ERROR KAPPA-201: captured 'this', used by 'field', of the lambda given to Task.step"
                + " can't be stored: it is a demo.Demo. Copy what is needed to local variables"
                + " before, or make the class a record; a client or the like is captured as a"
                + " Resource.",
            self(4, "", "lambda"),
            self(5, ", used by 'method',", "method reference"),
            self(6, ", used by 'method',", "lambda"),
            self(7, "", "lambda"),
            self(8, ", used by 'hashCode',", "method reference"));
  }

  private static String self(int line, String use, String kind) {
    return line
        + " ERROR KAPPA-201: captured 'this'"
        + use
        + " of the "
        + kind
        + " given to Task.step can't be stored: it is a demo.Demo. Copy what is needed to local"
        + " variables before, or make the class a record; a client or the like is captured as a"
        + " Resource.";
  }

  @Test
  void staticMembersAndThisOfRecordsEnumsAndExceptionsAreFine() {
    fine(
        """
        static int field;
        static int method() { return 1; }
        Task<Integer> a() { return Task.step("a", () -> field + method()); }
        Task<Integer> b() { return Task.step("b", Demo::method); }
        record Point(int x) { Task<Integer> c() { return Task.step("c", () -> x + hashCode()); } }
        enum Op { NEG { Task<Integer> f() { return Task.step("f", () -> ordinal() + sign()); } }; int sign() { return 1; } }
        enum Color { RED; Task<Integer> d() { return Task.step("d", this::ordinal); } }
        static class Oops extends Exception { Task<String> e() { return Task.step("e", () -> getMessage()); } }
        interface Shape { double area(); default Task<Double> g() { return Task.step("g", () -> area()); } }
        """);
  }

  @Test
  void fieldThatWasCopiedToALocalVariableIsFine() {
    fine(
        """
        int field;
        Task<Integer> a() { int copy = field; return Task.step("a", () -> copy); }
        """);
  }

  @Test
  void thisThatIsTakenAlongByANewObjectIsReported() {
    List<String> reports =
        Compiled.reports(
            """
            class Inner { }
            Task<String> a() { return Task.step("a", () -> "" + new Inner()); }
            Task<String> b() { return Task.step("b", () -> "" + new Object() { int x; }); }
            Task<String> c() { return Task.step("c", () -> "" + Optional.of(1).map(Wrap::new)); }
            class Wrap { Wrap(Object x) { } }
            """);
    assertThat(reports).hasSize(3);
    assertThat(reports.get(2)).startsWith("4 ERROR KAPPA-201: captured 'this', used by 'new Wrap'");
    assertThat(reports.get(0))
        .startsWith("2 ERROR KAPPA-201: captured 'this', used by 'new Inner'");
    assertThat(reports.get(1))
        .startsWith("3 ERROR KAPPA-201: captured 'this', used by 'new Object'");
  }

  @Test
  void newObjectsThatTakeNothingAlongAreFine() {
    fine(
        """
        static class Nested { int x; int twice() { return 2 * x; } }
        Task<String> a() { return Task.step("a", () -> "" + new Nested()); }
        static Task<String> b() { return Task.step("b", () -> "" + new Object() { int x; }); }
        Task<String> c() { return Task.step("c", () -> { record R(int x) {} return "" + new R(1); }); }
        """);
  }

  @Test
  void boundReceiverIsReported() {
    assertThat(only("Task<Boolean> f(Reader in) { return Task.step(\"read\", in::ready); }"))
        .isEqualTo(
            "1 ERROR KAPPA-201: the receiver of the method reference given to Task.step can't be"
                + " stored: it is a java.io.Reader. Open it inside the step that uses it, and close"
                + " it there; or capture a Resource that opens it.");
    assertThat(only("Task<Integer> f() { return Task.step(\"x\", new Demo()::hashCode); }"))
        .contains("the receiver of the method reference", "it is a demo.Demo.");
  }

  @Test
  void otherReferencesAreFine() {
    fine(
        """
        record Name(String text) { String greeting(String word) { return word + text; } }
        static Task<String> f(Name name, String word) {
          return Task.value(word).map(name::greeting).map(Name::new).map(Name::text)
              .map(String::length).map(int[]::new).map(Arrays::toString).step("x", "a"::concat);
        }
        """);
  }

  @Test
  void thingsOfTheProcessAreReported() {
    assertThat(
            Compiled.reports(
                """
                Task<Void> a(Thread x) { return Task.run("a", () -> x.start()); }
                Task<Void> b(ExecutorService x) { return Task.run("b", () -> x.close()); }
                Task<Void> c(java.util.concurrent.locks.Lock x) { return Task.run("c", () -> x.lock()); }
                Task<Void> d(ClassLoader x) { return Task.run("d", () -> x.getName()); }
                Task<Void> e(java.sql.Connection x) { return Task.run("e", () -> x.commit()); }
                Task<Void> f(CompletableFuture<String> x) { return Task.run("f", () -> x.join()); }
                Task<Void> g(Class<?> x) { return Task.run("g", () -> x.getName()); }
                Task<Void> h(AtomicInteger x) { return Task.run("h", () -> x.incrementAndGet()); }
                Task<Void> i(StringBuilder x) { return Task.run("i", () -> x.append(1)); }
                Task<Void> j(Stream<String> x) { return Task.run("j", () -> x.count()); }
                Task<Void> k(Random x) { return Task.run("k", () -> x.nextInt()); }
                Task<Void> l(Object y) { Object x = new Object(); return Task.run("l", () -> x.hashCode()); }
                Task<Void> m(Module x) { return Task.run("m", () -> x.getName()); }
                Task<Void> n(CountDownLatch x) { return Task.run("n", () -> x.countDown()); }
                """))
        .hasSize(14)
        .allMatch(
            report -> report.contains(" ERROR KAPPA-201: captured variable 'x' of the lambda"));
  }

  @Test
  void dataIsFine() {
    fine(
        """
        enum Color { RED }
        record Nest<T>(T x, Nest<List<T>> deeper) {}
        record Point<T>(T x, List<Color> y, Map<String, int[]> z, Point<String> next) {}
        sealed interface Shape permits Circle, Square {}
        record Circle(double r) implements Shape {}
        record Square(double a) implements Shape {}
        static Task<Void> f(int a, String b, Color c, Point<Integer> d, Shape e, List<Point<Long>> g,
            Map<String, Set<Color>> h, java.time.Instant i, java.time.ZoneId j, Optional<UUID> k,
            io.vavr.collection.Seq<Integer> l, Tuple2<String, Integer> m, int[][] n, String[] o,
            Task<InputStream> p, TaskFuture<String> q, Channel<String> r, Function1<InputStream, String> s,
            Object t, Number u, Comparable<String> v, Exception w, java.nio.file.Path x, Queue<String> y,
            Enum<?> z, Serializable aa, java.math.BigDecimal bb, Action cc, TimeUnit dd, Record ee,
            java.time.temporal.Temporal ff, CharSequence gg, Collection<? extends Number> hh,
            io.vavr.control.Either<String, Integer> ii, java.time.Duration jj, Deque<String> kk, Void ll,
            io.vavr.collection.Map<String, Integer> mm, Iterable<String> nn, byte[] oo, Date pp,
            SortedMap<String, Integer> qq, NavigableSet<String> rr, Locale ss, Checkpoint tt, Retry uu, Nest<String> vv) {
          return Task.run("x", () -> System.out.println("" + a + b + c + d + e + g + h + i + j + k + l
              + m + n + o + p + q + r + s + t + u + v + w + x + y + z + aa + bb + cc + dd + ee + ff + gg
              + hh + ii + jj + kk + ll + mm + nn + oo + pp + qq + rr + ss + tt + uu + vv));
        }
        """);
  }

  @Test
  void classesOfTheProgramAreReported() {
    assertThat(
            Compiled.reports(
                """
                static class Service { }
                class Inner { }
                static abstract class Base { }
                sealed interface Either permits Left { }
                static final class Left implements Either { }
                static class Lease implements AutoCloseable { public void close() { } }
                static class Names extends ArrayList<String> { }
                static Task<Void> a(Service x) { return Task.run("a", () -> x.hashCode()); }
                static Task<Void> b(Inner x) { return Task.run("b", () -> x.hashCode()); }
                static Task<Void> c(Base x) { return Task.run("c", () -> x.hashCode()); }
                static Task<Void> d(Either x) { return Task.run("d", () -> x.hashCode()); }
                static Task<Void> e(Lease x) { return Task.run("e", () -> x.hashCode()); }
                static Task<Void> f(Names x) { return Task.run("f", () -> x.size()); }
                static Task<Void> g() { var x = new Object() { int y; }; return Task.run("g", () -> x.y++); }
                static Task<Void> h() { class Local { } Local x = new Local(); return Task.run("h", () -> x.hashCode()); }
                static <T extends Service> Task<Void> i(T x) { return Task.run("i", () -> x.hashCode()); }
                static Task<Void> j(List<? extends Service> x) { return Task.run("j", () -> x.size()); }
                """))
        .hasSize(10)
        .allMatch(
            report -> report.contains(" ERROR KAPPA-201: captured variable 'x' of the lambda"))
        .anyMatch(
            report ->
                report.endsWith(
                    "it is a java.util.List, which holds a demo.Demo.Service. Make it a record, or"
                        + " store the fields that are needed; if it is a lambda's `this`, copy what"
                        + " the lambda needs to local variables; what is no data, such as a client,"
                        + " is captured as a Resource."))
        .anyMatch(
            report ->
                report.endsWith(
                    "It would lose its own fields. Copy it into a List, Set"
                        + " or Map of java.util or Vavr."));
  }

  @Test
  void interfaceThatOnlyClassesImplementIsWarnedOf() {
    assertThat(
            Compiled.reports(
                """
                interface Orders { void save(String order); }
                static final class TableOfOrders implements Orders { public void save(String order) { } }
                static Task<Void> a(Orders orders) { return Task.run("a", () -> orders.save("1")); }
                """))
        .containsExactly(
            "3 WARNING KAPPA-201: captured variable 'orders' of the lambda given to Task.run can"
                + " hardly be stored: it is a demo.Demo.Orders, which classes implement such as"
                + " demo.Demo.TableOfOrders. Make it a record, or store the fields that are needed;"
                + " if it is a lambda's `this`, copy what the lambda needs to local variables; what"
                + " is no data, such as a client, is captured as a Resource.");
  }

  @Test
  void interfacesThatMayStandForDataAreFine() {
    fine(
        """
        interface Unknown { int size(); }
        interface Shape { int size(); }
        static final class Drawn implements Shape { public int size() { return 2; } }
        record Square(int size) implements Shape { }
        interface Step2 extends java.io.Serializable { int size(); }
        static Task<Void> a(Unknown x) { return Task.run("a", () -> x.size()); }
        static Task<Void> b(Shape x) { return Task.run("b", () -> x.size()); }
        static Task<Void> c(Step2 x) { return Task.run("c", () -> x.size()); }
        """);
  }

  @Test
  void loggerIsReported() {
    assertThat(
            only(
                "static Task<Void> a(org.slf4j.Logger log) { return Task.run(\"a\", () -> log.info(\"x\")); }"))
        .isEqualTo(variable(1, "log", "Task.run") + "a org.slf4j.Logger. Make it a static field.");
  }

  @Test
  void recordsAreLookedInto() {
    assertThat(
            only(
                """
                record Box<T>(String name, T content) {}
                record Order(List<Box<InputStream>> boxes) {}
                static Task<Void> f(Order order) { return Task.run("x", () -> order.boxes()); }
                static Task<Void> g(Box<String> box) { return Task.run("x", () -> box.content()); }
                """))
        .isEqualTo(
            variable(3, "order", "Task.run")
                + "a demo.Demo.Order, whose 'boxes' is a java.util.List, which holds a"
                + " demo.Demo.Box, whose 'content' is a java.io.InputStream. Open it inside the"
                + " step that uses it, and close it there; or capture a Resource that opens it.");
  }

  @Test
  void concreteCollectionsAreReported() {
    assertThat(
            Compiled.reports(
                """
                record Narrow(EnumMap<TimeUnit, String> x) {}
                record Wide(ArrayList<String> x) {}
                static Task<Void> a(ArrayList<String> x) { return Task.run("a", () -> x.size()); }
                static Task<Void> b() { var x = new HashMap<String, String>(); return Task.run("b", () -> x.size()); }
                static Task<Void> c(Narrow x) { return Task.run("c", () -> x.x()); }
                static Task<Void> d(Wide x, List<String> y) { return Task.run("d", () -> x.x().addAll(y)); }
                static Task<Void> e() { Map<String, String> x = new HashMap<>(); return Task.run("e", () -> x.size()); }
                static Task<Void> g(List<EnumMap<TimeUnit, String>> x) { return Task.run("g", () -> x.size()); }
                """))
        .containsExactly(
            variable(3, "x", "Task.run")
                + "a java.util.ArrayList. Declare the variable as List, Set, Map or another"
                + " interface: stored collections come back as ordinary ones.",
            variable(4, "x", "Task.run")
                + "a java.util.HashMap. Declare the variable as List, Set, Map or another"
                + " interface: stored collections come back as ordinary ones.",
            variable(5, "x", "Task.run")
                + "a demo.Demo.Narrow, whose 'x' is a java.util.EnumMap. Declare it as List, Set,"
                + " Map or another interface.",
            "8 WARNING KAPPA-204: captured variable 'x' of the lambda given to Task.run comes back"
                + " as another type: it is a java.util.List, which holds a java.util.EnumMap."
                + " Declare it as List, Set, Map or another interface.");
  }

  @Test
  void functionsThatAreNotSerializableAreReported() {
    String fix =
        "This function is not Serializable. Declare it as one of Vavr's Function0…8 or"
            + " CheckedFunction0…8.";
    assertThat(
            Compiled.reports(
                """
                @FunctionalInterface interface Rule { boolean holds(int x); }
                static Task<Void> a() { Supplier<Integer> x = () -> 1; return Task.run("a", () -> x.get()); }
                static Task<Void> b(Supplier<Integer> x) { return Task.run("b", () -> x.get()); }
                static Task<Void> c(Rule x) { return Task.run("c", () -> x.holds(1)); }
                static Task<Integer> d(Function<Integer, Integer> x) { return Task.value(1).map(x::apply); }
                static Task<Void> e(Function0<Integer> x) { return Task.run("e", () -> x.apply()); }
                static Task<Void> g() { Runnable x = (Runnable & Serializable) () -> {}; return Task.run("g", () -> x.run()); }
                """))
        .containsExactly(
            variable(2, "x", "Task.run") + "a java.util.function.Supplier. " + fix,
            "3 WARNING KAPPA-201: captured variable 'x' of the lambda given to Task.run can hardly"
                + " be stored: it is a java.util.function.Supplier. "
                + fix,
            "4 WARNING KAPPA-201: captured variable 'x' of the lambda given to Task.run can hardly"
                + " be stored: it is a demo.Demo.Rule. "
                + fix,
            "5 WARNING KAPPA-201: the receiver of the method reference given to Task.map can hardly"
                + " be stored: it is a java.util.function.Function. "
                + fix);
  }
}

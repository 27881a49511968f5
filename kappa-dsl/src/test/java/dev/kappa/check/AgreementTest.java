package dev.kappa.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Task;
import dev.kappa.codec.Codec;
import dev.kappa.error.KappaException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * For each type, what the check says when the code is compiled is what the codec does with a value
 * when it runs: they can't drift apart.
 */
class AgreementTest {
  private static final String DECLARATIONS =
      """
      record Point(int x, List<String> names) {} record Box<T>(T content) {}
      record Narrow(EnumMap<TimeUnit, String> map) {} record Wide(ArrayList<String> list) {}
      enum Color { RED { int n() { return 1; } }; int n() { return 0; } }
      static class Service {} static class Oops extends Exception { Thread t = new Thread(); }
      static class Lease implements AutoCloseable { public void close() {} }
      static class Names extends ArrayList<String> {} static class Pool extends ThreadPoolExecutor {
        Pool() { super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()); } }
      sealed interface Shape permits Circle {} record Circle(double r) implements Shape {}
      sealed interface Live permits Wire {} static final class Wire implements Live {}
      record Plus(int n) implements Function1<Integer, Integer> {
        public Integer apply(Integer x) { return x + n; } }
      """;

  /** Type and value. */
  private static final List<String[]> CASES =
      List.of(
          of("int", "1"),
          of("char", "'c'"),
          of("Long", "1L"),
          of("Float", "1f"),
          of("String", "\"a\""),
          of("Object", "1"),
          of("Number", "1"),
          of("Comparable<String>", "\"a\""),
          of("CharSequence", "\"a\""),
          of("Serializable", "\"a\""),
          of("java.math.BigInteger", "java.math.BigInteger.ONE"),
          of("java.math.BigDecimal", "java.math.BigDecimal.ONE"),
          of("UUID", "new UUID(1, 2)"),
          of("java.net.URI", "java.net.URI.create(\"a:b\")"),
          of("java.net.URL", "java.net.URI.create(\"file:/a\").toURL()"),
          of("Locale", "Locale.ROOT"),
          of("java.util.regex.Pattern", "java.util.regex.Pattern.compile(\"a\")"),
          of("java.util.regex.Matcher", "java.util.regex.Pattern.compile(\"a\").matcher(\"\")"),
          of("Currency", "Currency.getInstance(\"EUR\")"),
          of("Date", "new Date()"),
          of("java.sql.Timestamp", "new java.sql.Timestamp(1)"),
          of("Calendar", "Calendar.getInstance()"),
          of("Optional<String>", "Optional.of(\"a\")"),
          of("OptionalInt", "OptionalInt.of(1)"),
          of("OptionalLong", "OptionalLong.empty()"),
          of("OptionalDouble", "OptionalDouble.of(1)"),
          of("BitSet", "new BitSet()"),
          of("java.time.Instant", "java.time.Instant.EPOCH"),
          of("java.time.Duration", "java.time.Duration.ZERO"),
          of("java.time.LocalDate", "java.time.LocalDate.EPOCH"),
          of("java.time.LocalTime", "java.time.LocalTime.NOON"),
          of("java.time.LocalDateTime", "java.time.LocalDateTime.MIN"),
          of("java.time.OffsetTime", "java.time.OffsetTime.MIN"),
          of("java.time.OffsetDateTime", "java.time.OffsetDateTime.MIN"),
          of("java.time.ZonedDateTime", "java.time.ZonedDateTime.now()"),
          of("java.time.ZoneId", "java.time.ZoneId.of(\"UTC\")"),
          of("java.time.ZoneOffset", "java.time.ZoneOffset.UTC"),
          of("java.time.Year", "java.time.Year.of(1)"),
          of("java.time.YearMonth", "java.time.YearMonth.of(1, 1)"),
          of("java.time.MonthDay", "java.time.MonthDay.of(1, 1)"),
          of("java.time.Period", "java.time.Period.ZERO"),
          of("java.time.Month", "java.time.Month.MAY"),
          of("java.time.Clock", "java.time.Clock.systemUTC()"),
          of("java.time.chrono.JapaneseDate", "java.time.chrono.JapaneseDate.now()"),
          of("java.time.format.DateTimeFormatter", "java.time.format.DateTimeFormatter.ISO_DATE"),
          of("java.nio.file.Path", "java.nio.file.Path.of(\"a\")"),
          of("java.nio.file.FileSystem", "java.nio.file.FileSystems.getDefault()"),
          of("File", "new File(\"a\")"),
          of("java.nio.charset.Charset", "java.nio.charset.StandardCharsets.UTF_8"),
          of("java.nio.ByteBuffer", "java.nio.ByteBuffer.allocate(1)"),
          of("TimeUnit", "TimeUnit.DAYS"),
          of("Thread.State", "Thread.State.NEW"),
          of("List<String>", "new ArrayList<>(List.of(\"a\"))"),
          of("Collection<Integer>", "List.of(1)"),
          of("Iterable<Integer>", "List.of(1)"),
          of("Set<Integer>", "Set.of(1)"),
          of("SortedSet<Integer>", "new TreeSet<>(Set.of(1))"),
          of("Map<String, Integer>", "Map.of(\"a\", 1)"),
          of("NavigableMap<String, Integer>", "new TreeMap<>(Map.of(\"a\", 1))"),
          of("ConcurrentMap<String, Integer>", "new ConcurrentHashMap<>(Map.of(\"a\", 1))"),
          of("Map.Entry<String, Integer>", "Map.entry(\"a\", 1)"),
          of("Queue<Integer>", "new ArrayDeque<>(List.of(1))"),
          of("Deque<Integer>", "new LinkedList<>(List.of(1))"),
          of("BlockingQueue<Integer>", "new LinkedBlockingQueue<>()"),
          of("PriorityQueue<Integer>", "new PriorityQueue<>()"),
          of("ArrayList<Integer>", "new ArrayList<>()"),
          of("HashMap<String, Integer>", "new HashMap<>()"),
          of("EnumMap<TimeUnit, Integer>", "new EnumMap<>(TimeUnit.class)"),
          of("CopyOnWriteArrayList<Integer>", "new CopyOnWriteArrayList<>()"),
          of("Properties", "new Properties()"),
          of("AbstractList<Integer>", "new ArrayList<>()"),
          of("List<InputStream>", "List.of(InputStream.nullInputStream())"),
          of("Map<String, Thread>", "Map.of(\"a\", new Thread())"),
          of("Optional<Service>", "Optional.of(new Service())"),
          of("List<? extends Service>", "List.of(new Service())"),
          of("int[]", "new int[1]"),
          of("byte[][]", "new byte[1][1]"),
          of("String[]", "new String[] {\"a\"}"),
          of("Number[]", "new Number[] {1}"),
          of("Point[][]", "new Point[1][1]"),
          of("Object[]", "new Object[1]"),
          of("List<String>[]", "new List[1]"),
          of("ArrayList<String>[]", "new ArrayList[1]"),
          of("Queue<String>[]", "new Queue[1]"),
          of("Thread[]", "new Thread[] {new Thread()}"),
          of("Function0<String>[]", "new Function0[1]"),
          of("Point", "new Point(1, List.of())"),
          of("Box<String>", "new Box<>(\"a\")"),
          of("Box<Thread>", "new Box<>(new Thread())"),
          of("Box<Box<Class<?>>>", "new Box<>(new Box<>(String.class))"),
          of("Narrow", "new Narrow(new EnumMap<>(TimeUnit.class))"),
          of("Wide", "new Wide(new ArrayList<>())"),
          of("Color", "Color.RED"),
          of("Enum<?>", "Color.RED"),
          of("Record", "new Point(1, List.of())"),
          of("Service", "new Service()"),
          of("Oops", "new Oops()"),
          of("Throwable", "new Oops()"),
          of("IOException", "new FileNotFoundException(\"a\")"),
          of("Lease", "new Lease()"),
          of("Names", "new Names()"),
          of("Pool", "new Pool()"),
          of("Shape", "new Circle(1)"),
          of("Live", "new Wire()"),
          of("Plus", "new Plus(1)"),
          of("Function1<Integer, Integer>", "x -> x + 1"),
          of("CheckedFunction0<Integer>", "() -> 1"),
          of("Action", "() -> {}"),
          of("Task<Integer>", "Task.value(1).map(x -> x + 1)"),
          of("Task2<Integer, Integer>", "Task.value(1).and(Task.value(2))"),
          of("Loop<Integer, String>", "Loop.again(1)"),
          of("Retry", "Retry.times(1)"),
          of("Fan", "Fan.atMost(1)"),
          of("Checkpoint", "Checkpoint.SYNC"),
          of("Workflows", "Workflows.of()"),
          of("Workflow<String>", "Workflow.of(\"a\", String.class, x -> Task.value(x))"),
          of("Tuple2<String, Integer>", "Tuple.of(\"a\", 1)"),
          of("Tuple", "Tuple.empty()"),
          of("Tuple1<Thread>", "Tuple.of(new Thread())"),
          of("io.vavr.collection.List<Integer>", "io.vavr.collection.List.of(1)"),
          of("io.vavr.collection.Seq<Integer>", "io.vavr.collection.Vector.of(1)"),
          of("io.vavr.collection.Map<Integer, Integer>", "io.vavr.collection.TreeMap.of(1, 1)"),
          of("io.vavr.collection.Set<Integer>", "io.vavr.collection.HashSet.of(1)"),
          of("io.vavr.collection.TreeSet<Integer>", "io.vavr.collection.TreeSet.of(1)"),
          of("io.vavr.collection.Queue<Integer>", "io.vavr.collection.Queue.of(1)"),
          of("io.vavr.collection.CharSeq", "io.vavr.collection.CharSeq.of(\"a\")"),
          of("io.vavr.collection.Stream<Integer>", "io.vavr.collection.Stream.of(1)"),
          of("io.vavr.collection.Iterator<Integer>", "io.vavr.collection.Iterator.of(1)"),
          of("io.vavr.collection.PriorityQueue<Integer>", "io.vavr.collection.PriorityQueue.of(1)"),
          of("io.vavr.collection.BitSet<Integer>", "io.vavr.collection.BitSet.of(1)"),
          of(
              "io.vavr.collection.HashMultimap<Integer, Integer>",
              "io.vavr.collection.HashMultimap.withSeq().of(1, 1)"),
          of("io.vavr.collection.Tree<Integer>", "io.vavr.collection.Tree.of(1)"),
          of("io.vavr.control.Option<Integer>", "io.vavr.control.Option.of(1)"),
          of("io.vavr.control.Either<Integer, String>", "io.vavr.control.Either.left(1)"),
          of("io.vavr.control.Try<Integer>", "io.vavr.control.Try.success(1)"),
          of("io.vavr.control.Validation<Integer, Integer>", "io.vavr.control.Validation.valid(1)"),
          of("io.vavr.control.Option<Thread>", "io.vavr.control.Option.of(new Thread())"),
          of("io.vavr.Lazy<Integer>", "io.vavr.Lazy.of(() -> 1)"),
          of("io.vavr.concurrent.Future<Integer>", "io.vavr.concurrent.Future.successful(1)"),
          of("InputStream", "InputStream.nullInputStream()"),
          of("Reader", "Reader.nullReader()"),
          of("Thread", "new Thread()"),
          of("ExecutorService", "new ForkJoinPool(1)"),
          of("Future<String>", "new CompletableFuture<>()"),
          of("CompletableFuture<String>", "new CompletableFuture<>()"),
          of("java.util.concurrent.locks.Lock", "new java.util.concurrent.locks.ReentrantLock()"),
          of(
              "java.util.concurrent.locks.ReadWriteLock",
              "new java.util.concurrent.locks.ReentrantReadWriteLock()"),
          of(
              "java.util.concurrent.locks.StampedLock",
              "new java.util.concurrent.locks.StampedLock()"),
          of("AtomicInteger", "new AtomicInteger()"),
          of("AtomicReference<String>", "new AtomicReference<>()"),
          of("LongAdder", "new LongAdder()"),
          of("java.util.concurrent.Semaphore", "new java.util.concurrent.Semaphore(1)"),
          of("ThreadLocal<String>", "new ThreadLocal<>()"),
          of("ClassLoader", "ClassLoader.getPlatformClassLoader()"),
          of("Class<?>", "String.class"),
          of("Module", "String.class.getModule()"),
          of("Stream<String>", "Stream.of(\"a\")"),
          of("IntStream", "IntStream.of(1)"),
          of("ListIterator<String>", "List.of(\"a\").listIterator()"),
          of("Scanner", "new Scanner(\"a\")"),
          of("java.net.Socket", "new java.net.Socket()"),
          of("java.net.http.HttpClient", "java.net.http.HttpClient.newHttpClient()"),
          of("StringBuilder", "new StringBuilder()"),
          of("Random", "new Random()"),
          of("java.util.Timer", "new java.util.Timer(true)"),
          of("Process", "new ProcessBuilder(\"true\").start()"),
          of("StackTraceElement", "new StackTraceElement(\"a\", \"b\", \"c\", 1)"),
          of("java.security.MessageDigest", "java.security.MessageDigest.getInstance(\"MD5\")"));

  private static String[] of(String type, String value) {
    return new String[] {type, value};
  }

  @TempDir private Path directory;

  @Test
  void checkSaysWhatTheCodecDoes() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> said = new TreeMap<>();
    List<String> reports = Compiled.reports(source());
    try (URLClassLoader loader = compiled()) {
      Class<?> demo = loader.loadClass("demo.Demo");
      for (int i = 0; i < CASES.size(); i++) {
        String type = CASES.get(i)[0];
        expected.put(type, atRunTime(demo, i, loader));
        said.put(type, atCompileTime(reports, i));
      }
    }
    assertThat(said).isEqualTo(expected);
  }

  /** One line for each type. */
  private static String source() {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < CASES.size(); i++) {
      String type = CASES.get(i)[0];
      source
          .append(
              "static Object v%d() throws Exception { %s made = %s; return made; }"
                  .formatted(i, type, CASES.get(i)[1]))
          .append(
              "static Task<?> t%d(%s x) { return Task.step(\"s\", () -> \"\" + x); }\n"
                  .formatted(i, type));
    }
    return source + DECLARATIONS;
  }

  private URLClassLoader compiled() throws MalformedURLException {
    List<String> problems = new ArrayList<>();
    for (var each : Compiled.classes(directory, source())) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        problems.add(each.getMessage(Locale.ROOT));
      }
    }
    assertThat(problems).isEmpty();
    return new URLClassLoader(
        new URL[] {directory.toUri().toURL()}, AgreementTest.class.getClassLoader());
  }

  private static String atCompileTime(List<String> reports, int index) {
    for (String report : reports) {
      if (report.startsWith((index + 1) + " ERROR KAPPA-")) {
        return fix(report);
      }
    }
    return "fine";
  }

  private static String atRunTime(Class<?> demo, int index, ClassLoader loader)
      throws ReflectiveOperationException {
    try {
      var value = demo.getDeclaredMethod("v" + index);
      value.setAccessible(true);
      var task =
          List.of(demo.getDeclaredMethods()).stream()
              .filter(method -> method.getName().equals("t" + index))
              .findFirst()
              .orElseThrow();
      task.setAccessible(true);
      Object built = task.invoke(null, value.invoke(null));
      Codec codec = Codec.of(loader);
      assertThat(codec.decode(codec.encode(built))).isInstanceOf(Task.class);
      return "fine";
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof KappaException refused) {
        return fix(String.valueOf(refused.getMessage()));
      }
      throw e;
    } catch (KappaException refused) {
      return fix(String.valueOf(refused.getMessage()));
    }
  }

  /** Where only the values are refused, the text names the value; what to do is the same. */
  private static String fix(String message) {
    if (message.contains("of a stored value") || message.contains("can't be read back")) {
      return "can't be read back";
    }
    int it = message.indexOf("it is a");
    String fix = it < 0 ? message : message.substring(message.indexOf(". ", it) + 2);
    return fix.replaceFirst("^Its component .*; d", "D");
  }
}

package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Payload;
import io.vavr.Function1;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;

/** What can't be stored, or may not be read, and what the errors say. */
class RefusalsTest {
  private static final Codec CODEC = Codec.of(RefusalsTest.class.getClassLoader());

  private record Item(String name, @Nullable Object stream) {}

  private record Box(List<Item> items, Map<String, Object> byName) {}

  private record Narrow(EnumMap<TimeUnit, Integer> map) {}

  private record Node(@Nullable Object next) {}

  private record Checked(int positive) {
    Checked {
      if (positive <= 0) {
        throw new IllegalArgumentException("positive: " + positive);
      }
    }
  }

  private static final class Mutable {}

  @Test
  void errorSaysWhereTheValueIs() {
    Box box =
        new Box(List.of(new Item("a", 1), new Item("b", InputStream.nullInputStream())), Map.of());
    assertThatThrownBy(() -> CODEC.encode(box, "the result of step 'charge'"))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageStartingWith(
            "the result of step 'charge': .items[1].stream can't be stored: it is a ")
        .hasMessageEndingWith(
            ". Open it inside the step that uses it, and close it there; or capture a Resource that opens it.");
  }

  @Test
  void errorSaysWhereInAMapTheValueIs() {
    Box box = new Box(List.of(), Map.of("k", List.of(new Mutable())));
    assertThatThrownBy(() -> CODEC.encode(box))
        .hasMessage(
            "the value: .byName[value 0][0] can't be stored: it is a "
                + Mutable.class.getTypeName()
                + ". Make it a record, or store the fields that are needed; if it is a lambda's"
                + " `this`, copy what the lambda needs to local variables; what is no data, such as a"
                + " client, is captured as a Resource.");
  }

  @Test
  void errorSaysWhichCapturedVariableHoldsTheValue() {
    Item item = new Item("a", new ReentrantLock());
    int other = 1;
    Function1<Integer, String> lambda = x -> "" + x + other + item;
    assertThatThrownBy(() -> CODEC.encode(List.of(lambda), "the frame"))
        .hasMessageMatching(
            "the frame: \\[0\\] captured variable 2 \\('item'\\) of the lambda at"
                + " RefusalsTest.java:\\d+ in"
                + " RefusalsTest.errorSaysWhichCapturedVariableHoldsTheValue .stream can't be"
                + " stored: .*ReentrantLock. Locks and shared variables do not outlive.*");
  }

  static List<Object> refused() {
    return List.of(
        new Object(),
        new Mutable(),
        Thread.currentThread(),
        new AtomicInteger(),
        String.class,
        RefusalsTest.class.getClassLoader(),
        List.of(1).stream(),
        List.of(1).iterator(),
        new TreeMap<String, Integer>(Comparator.<String>naturalOrder().reversed()),
        new ArrayList<Integer>() {},
        Comparator.comparingInt(String::length),
        io.vavr.collection.Stream.of(1),
        io.vavr.collection.TreeSet.of(Comparator.<Integer>naturalOrder().reversed(), 1),
        new Narrow(new EnumMap<>(TimeUnit.class)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void valueIsRefusedAloneAndInside(Object value) {
    assertThatThrownBy(() -> CODEC.encode(value)).isInstanceOf(NotEncodableException.class);
    assertThatThrownBy(() -> CODEC.encode(List.of(value)))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageStartingWith("the value: [0] can't be stored")
        .hasNoSuppressedExceptions();
  }

  @Test
  void valuesNestedTooDeepAreRefused() {
    Node chain = new Node(null);
    for (int i = 0; i < 100_000; i++) {
      chain = new Node(chain);
    }
    Node deep = chain;
    assertThatThrownBy(() -> CODEC.encode(deep))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageContaining("nested deeper than 500 levels, or holds itself");
  }

  @Test
  void cycleIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThatThrownBy(() -> CODEC.encode(list))
        .isInstanceOf(NotEncodableException.class)
        .hasMessageContaining("holds itself");
  }

  @Test
  void deepestAllowedValueComesBackWhereverTheStackEnds() throws Exception {
    FutureTask<Integer> levels =
        new FutureTask<>(() -> levels(CODEC.decode(CODEC.encode(chain()))));
    Thread small = new Thread(null, levels, "small stack", 256 << 10);
    small.start();
    assertThat(levels.get()).isEqualTo(Limits.DEPTH);
  }

  private static Node chain() {
    Node chain = new Node(null);
    for (int i = 1; i < Limits.DEPTH; i++) {
      chain = new Node(chain);
    }
    return chain;
  }

  private static int levels(@Nullable Object chain) {
    int levels = 0;
    for (Object node = chain; node instanceof Node it; node = it.next()) {
      levels++;
    }
    return levels;
  }

  @Test
  void valueThatIsTooLargeIsRefused() {
    List<byte[]> large = List.of(new byte[Limits.BYTES / 2], new byte[Limits.BYTES / 2]);
    assertThatThrownBy(() -> CODEC.encode(large))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
  }

  @Test
  void lengthThatIsClaimedButNotThereIsNotTrusted() {
    byte[] bytes = {0x5b, 0, 0, 0, 0, 0x7f, -1, -1, -16};
    byte[] text = {0x7b, 0, 0, 0, 0, 0x7f, -1, -1, -16};
    byte[] array = {(byte) 0x9b, 0, 0, 0, 0, 0x7f, -1, -1, -16, Tag.LIST};
    for (byte[] body : List.of(bytes, text, array)) {
      assertThatThrownBy(() -> CODEC.decode(new Payload(List.of(), List.of(), body)))
          .isInstanceOfSatisfying(
              KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DECODABLE));
    }
  }

  @Test
  void aliasesNameClassesThatAreThere() throws ClassNotFoundException {
    for (var alias : Aliases.all().entrySet()) {
      Class<?> type = Class.forName(alias.getValue());
      assertThat(new TypeNames(type.getClassLoader()).load("~" + alias.getKey()) == type).isTrue();
    }
  }

  @Test
  void valueOfAnotherTypeIsNamed() {
    Payload payload = CODEC.encode("text");
    assertThatThrownBy(() -> CODEC.decode(payload, Integer.class))
        .hasMessage("stored value: a java.lang.String (expected: a java.lang.Integer)");
  }

  @Test
  void constructorThatRefusesTheComponentsIsNamed() {
    byte[] body = CODEC.encode(new Checked(1)).body();
    body[body.length - 1] = 0x20; // -1 in CBOR
    Payload payload = new Payload(List.of(), List.of(), body);
    assertThatThrownBy(() -> CODEC.decode(payload))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DECODABLE))
        .hasMessageContaining("Checked can't be built from its stored components")
        .hasMessageContaining("positive: -1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.Runtime",
        "java.lang.ProcessBuilder",
        "javax.swing.JEditorPane",
        "sun.misc.Unsafe",
        "com.sun.rowset.JdbcRowSetImpl",
        "jdk.internal.misc.Unsafe",
        "[Ljava.lang.Runtime;",
        "~unknown",
        "no.such.Type"
      })
  void classThatMayNotBeNamedIsNotLoaded(String name) {
    for (int tag : new int[] {Tag.RECORD, Tag.ENUM, Tag.LAMBDA, Tag.ARRAY}) {
      Payload payload = named(tag, name);
      assertThatThrownBy(() -> CODEC.decode(payload))
          .isInstanceOfSatisfying(
              KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DECODABLE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.IllegalStateException, IF_DATA",
    "java.util.concurrent.TimeUnit, IF_DATA",
    "java.lang.Runtime, IF_DATA",
    "java.lang.reflect.Proxy, DENIED",
    "javax.script.ScriptEngineManager, DENIED",
    "jdk.internal.misc.Unsafe, DENIED",
    "com.sun.rowset.JdbcRowSetImpl, DENIED",
    "com.acme.Order, ALLOWED",
    "io.vavr.collection.List, ALLOWED",
  })
  void allowlistGoesByName(String name, Allowlist.Verdict verdict) {
    assertThat(Allowlist.verdict(name)).isEqualTo(verdict);
  }

  private static final AtomicInteger INITIALIZED = new AtomicInteger();

  private static final class Loud {
    static {
      INITIALIZED.incrementAndGet();
    }
  }

  @Test
  void classOfTheWrongKindIsNotInitialized() {
    for (int tag : new int[] {Tag.RECORD, Tag.ENUM, Tag.LAMBDA}) {
      assertThatThrownBy(() -> CODEC.decode(named(tag, Loud.class.getName())))
          .isInstanceOf(KappaException.class);
    }
    assertThat(INITIALIZED).hasValue(0);
  }

  private static Payload named(int tag, String name) {
    return stored(
        out -> {
          out.writeStartArray();
          out.writeNumber(tag);
          out.writeString(name);
          out.writeEndArray();
        });
  }

  private static Payload stored(Consumer<JsonGenerator> writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = Cbor.generator(bytes)) {
      writer.accept(out);
    }
    return new Payload(List.of(), List.of(), bytes.toByteArray());
  }
}

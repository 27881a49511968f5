package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.awt.print.PrinterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.MalformedInputException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.text.ParseException;
import java.time.format.DateTimeParseException;
import java.time.temporal.UnsupportedTemporalTypeException;
import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.MissingResourceException;
import java.util.concurrent.ExecutionException;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThrowablesTest {
  private static final Codec CODEC = Codec.of(ThrowablesTest.class.getClassLoader());

  private static class Declined extends RuntimeException {
    Declined(String message) {
      super(message);
    }
  }

  private static class FixedText extends Exception {
    FixedText() {
      super("always this");
    }
  }

  private static class Decorated extends Exception {
    Decorated(String order) {
      super("order " + order);
    }
  }

  private static class Numbered extends Declined {
    Numbered(int number, String more) {
      super("number " + number + more);
    }
  }

  private static class Told extends RuntimeException {
    private final int places;

    Told(int places, Throwable cause) {
      super("all taken", cause);
      this.places = places;
    }

    @Override
    public String getMessage() {
      return super.getMessage() + " (" + places + " places)";
    }
  }

  /** As those of the SDKs of services are: what tells more can't be stored. */
  private static class Answered extends Told {
    private final transient @Nullable Object answer = new Object();

    Answered() {
      super(3, new IOException("reset"));
    }

    @Override
    public String getMessage() {
      return answer == null ? super.getMessage() : "answered: " + super.getMessage();
    }
  }

  private static class Duplicate extends SQLException {
    private final String table;

    Duplicate(String table) {
      super("duplicate in " + table, "23505", 7, new IOException("below"));
      this.table = table;
    }
  }

  private static class Coded extends KappaException {
    Coded(int limit) {
      super(ErrorCode.TOO_MANY_TASKS, "at most " + limit);
    }
  }

  private static class Speechless extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  private static class OutOfStock extends Exception {
    private final String item;
    private final int wanted;
    private final Object stream = InputStream.nullInputStream();

    OutOfStock(String item, int wanted) {
      super("only few of " + item + " (wanted: " + wanted + ")");
      this.item = item;
      this.wanted = wanted;
    }
  }

  private static class WithMessage extends Exception {
    private final String order;

    WithMessage(String text, String order) {
      super(text);
      this.order = order;
    }
  }

  private static class HoldsItself extends Exception {
    private final List<Object> others = new ArrayList<>();

    HoldsItself(String message) {
      super(message);
      others.add(this);
    }
  }

  private static Throwable back(Throwable thrown) {
    return CODEC.decode(CODEC.encode(thrown), Throwable.class);
  }

  @Test
  void exceptionComesBackWithMessageCauseAndStack() {
    for (Throwable thrown :
        List.of(
            new Declined("no money"),
            new FixedText(),
            new IllegalStateException("state", new IOException("disk")),
            new UncheckedIOException("u", new IOException("disk")),
            new ExecutionException(new Declined("inner")),
            new SQLException("sql", "42000"),
            new AssertionError("assert"),
            new IOException((String) null),
            new StackOverflowError())) {
      Throwable back = back(thrown);
      assertThat(back).hasSameClassAs(thrown).hasMessage(thrown.getMessage());
      assertThat(back.getStackTrace()[0]).hasToString(thrown.getStackTrace()[0].toString());
      assertThat((Object) classOf(back.getCause())).isEqualTo(classOf(thrown.getCause()));
    }
  }

  private static @Nullable Class<?> classOf(@Nullable Throwable thrown) {
    return thrown == null ? null : thrown.getClass();
  }

  @Test
  void lineOfAStackWhoseNamesHaveNoUtf8FormComesBack() {
    Declined thrown = new Declined("no money");
    StackTraceElement line = new StackTraceElement("a.B", "call\ud800", "B\udc00.java", 7);
    thrown.setStackTrace(new StackTraceElement[] {line});
    assertThat(back(back(thrown)).getStackTrace()).containsExactly(line);
  }

  @Test
  void constructorsOfApplicationsAreNotRunAgain() {
    assertThat(back(back(new Decorated("5"))))
        .isExactlyInstanceOf(Decorated.class)
        .hasMessage("order 5");
    assertThat(back(back(new Numbered(5, "!"))))
        .isExactlyInstanceOf(Numbered.class)
        .hasMessage("number 5!");
  }

  @Test
  void messageMadeOfFieldsIsMadeOnce() {
    assertThat(back(back(new Told(2, new IOException("io")))))
        .isExactlyInstanceOf(Told.class)
        .hasMessage("all taken (2 places)")
        .hasCauseExactlyInstanceOf(IOException.class);
  }

  @Test
  void messageMadeOfWhatCannotBeStoredIsKept() {
    assertThat(back(new Answered())).isExactlyInstanceOf(Answered.class);
    assertThat(String.valueOf(back(new Answered()).getMessage()))
        .startsWith("answered: all taken (3 places)");
  }

  @Test
  void errorWithoutAMessageIsStored() {
    assertThat(back(new Speechless())).isExactlyInstanceOf(Speechless.class);
  }

  @Test
  void detailsOfTheJdksExceptionsComeBack() throws Exception {
    assertThat(back(back(new Duplicate("orders"))))
        .isInstanceOfSatisfying(
            Duplicate.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("23505");
              assertThat(e.getErrorCode()).isEqualTo(7);
              assertThat(e.table).isEqualTo("orders");
            })
        .hasMessage("duplicate in orders")
        .hasCauseExactlyInstanceOf(IOException.class);
    assertThat(back(new SQLTimeoutException("slow", null, 9)))
        .isInstanceOfSatisfying(
            SQLTimeoutException.class, e -> assertThat(e.getErrorCode()).isEqualTo(9));
    assertThat(back(new NoSuchFileException("a", "b", "gone")))
        .isInstanceOfSatisfying(
            NoSuchFileException.class, e -> assertThat(e.getOtherFile()).isEqualTo("b"))
        .hasMessage("a -> b: gone");
    assertThat(back(new URISyntaxException("a b", "space", 1)))
        .isInstanceOfSatisfying(
            URISyntaxException.class, e -> assertThat(e.getIndex()).isEqualTo(1))
        .hasMessage("space at index 1: a b");
    assertThat(back(new ParseException("p", 4)))
        .isInstanceOfSatisfying(
            ParseException.class, e -> assertThat(e.getErrorOffset()).isEqualTo(4));
    assertThat(back(new MissingResourceException("m", "C", "k")))
        .isInstanceOfSatisfying(
            MissingResourceException.class, e -> assertThat(e.getKey()).isEqualTo("k"));
    assertThat(back(new PatternSyntaxException("d", "(", 0)))
        .isInstanceOfSatisfying(
            PatternSyntaxException.class, e -> assertThat(e.getPattern()).isEqualTo("("));
    assertThat(back(new DateTimeParseException("d", "x", 2, new IOException("c"))))
        .isInstanceOfSatisfying(
            DateTimeParseException.class, e -> assertThat(e.getParsedString()).isEqualTo("x"))
        .hasCauseExactlyInstanceOf(IOException.class);
  }

  @Test
  void exceptionsOfTheJdkThatNoConstructorGivesBackKeepTheirClassAndMessage() {
    for (Throwable thrown :
        List.of(
            new UnsupportedTemporalTypeException("t"),
            new MalformedInputException(3),
            new ExceptionInInitializerError("init"),
            new InvalidPathException("a", "nul", 1),
            new ArrayIndexOutOfBoundsException(3),
            new HttpTimeoutException("h"))) {
      assertThat(back(thrown)).hasSameClassAs(thrown).hasMessage(thrown.getMessage());
    }
  }

  @Test
  void exceptionOfTheJdkWhoseMessageNobodyElseTellsComesBackAsAWiderOne() {
    IllegalFormatException thrown =
        catchThrowableOfType(
            IllegalFormatException.class, () -> String.format(System.lineSeparator() + "%d", "x"));
    assertThat(back(back(thrown)))
        .isExactlyInstanceOf(IllegalFormatException.class)
        .hasMessage(thrown.getMessage());
  }

  @Test
  void codeOfAnApplicationsOwnKappaExceptionComesBack() {
    assertThat(back(new Coded(5)))
        .isInstanceOfSatisfying(
            Coded.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_TASKS))
        .hasMessage("at most 5");
  }

  @Test
  void codeOfKappasExceptionsComesBack() {
    KappaException thrown =
        new KappaException(ErrorCode.CHANNEL_CLOSED, "closed", new IOException("io"));
    Throwable back = back(thrown);
    assertThat(back)
        .isExactlyInstanceOf(KappaException.class)
        .hasMessage("closed")
        .hasCauseExactlyInstanceOf(IOException.class);
    assertThat(((KappaException) back).code()).isEqualTo(ErrorCode.CHANNEL_CLOSED);
    assertThat(back(new NotEncodableException("n")))
        .isExactlyInstanceOf(NotEncodableException.class);
  }

  @Test
  void exceptionOfAClassThatIsNotBuiltIsNamed() {
    Throwable back = back(back(new PrinterException("no paper")));
    assertThat(back)
        .isInstanceOfSatisfying(
            RemoteException.class,
            e -> {
              assertThat(e.originalType()).isEqualTo(PrinterException.class.getName());
              assertThat(e.originalMessage()).isEqualTo("no paper");
            })
        .hasMessage(PrinterException.class.getName() + ": no paper");
  }

  @Test
  void fieldsOfAnExceptionComeBackWhereTheyCanBeStored() {
    OutOfStock thrown = new OutOfStock("tea", 5);
    assertThat(back(thrown))
        .isInstanceOfSatisfying(
            OutOfStock.class,
            e -> {
              assertThat(e.item).isEqualTo("tea");
              assertThat(e.wanted).isEqualTo(5);
              assertThat(e.stream).isNotSameAs(thrown.stream);
            })
        .hasMessage(thrown.getMessage());
    assertThat(back(new WithMessage("text", "order 1")))
        .isInstanceOfSatisfying(WithMessage.class, e -> assertThat(e.order).isEqualTo("order 1"))
        .hasMessage("text");
  }

  @Test
  void exceptionThatHoldsItselfIsStored() {
    assertThat(back(new HoldsItself("me")))
        .isInstanceOfSatisfying(
            HoldsItself.class,
            e -> assertThat(e.others).singleElement().isInstanceOf(HoldsItself.class));
  }

  @Test
  void suppressedExceptionsComeBack() {
    Declined thrown = new Declined("d");
    thrown.addSuppressed(new IOException("s"));
    assertThat(back(thrown).getSuppressed()).singleElement().isInstanceOf(IOException.class);
  }

  @Test
  void cycleOfCausesIsCut() {
    Exception inner = new Exception("inner");
    Exception outer = new Exception("outer", inner);
    inner.initCause(outer);
    inner.addSuppressed(outer);
    assertThat(back(outer)).hasMessage("outer").cause().hasMessage("inner").hasNoCause();
  }

  @Test
  void longChainsAndStacksAreCut() {
    Throwable chain = new Exception("0");
    for (int i = 1; i < 1000; i++) {
      chain = new Exception(Integer.toString(i), chain);
    }
    assertThat(back(chain)).hasMessage("999");
    assertThat(CODEC.encode(deep(2000)).size()).isLessThan(10_000);
  }

  private static Exception deep(int depth) {
    return depth == 0 ? new Exception("deep") : deep(depth - 1);
  }
}

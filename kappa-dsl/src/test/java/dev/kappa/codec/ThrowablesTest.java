package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
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

  private static class Unbuildable extends Exception {
    Unbuildable(int number) {
      super("number " + number);
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
  void classWinsOverAnExactMessage() {
    assertThat(back(new Decorated("5"))).isInstanceOf(Decorated.class);
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
  void exceptionWithoutAFittingConstructorIsNamed() {
    Throwable back = back(back(new Unbuildable(5)));
    assertThat(back)
        .isInstanceOfSatisfying(
            RemoteException.class,
            e -> {
              assertThat(e.originalType()).isEqualTo(Unbuildable.class.getName());
              assertThat(e.originalMessage()).isEqualTo("number 5");
            })
        .hasMessage(Unbuildable.class.getName() + ": number 5");
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

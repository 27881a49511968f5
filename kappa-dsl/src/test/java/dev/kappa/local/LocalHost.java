package dev.kappa.local;

import dev.kappa.CancelledException;
import dev.kappa.ChannelClosedException;
import dev.kappa.Task;
import dev.kappa.codec.Codec;
import dev.kappa.error.Cancellation;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.Expiry;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Host;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the interpreter asks for, on the real codec. */
final class LocalHost implements Host {
  private static final Codec CODEC = Codec.of(LocalHost.class.getClassLoader());

  private final Task<?> root;
  private final LongSupplier clock;

  LocalHost(Task<?> root, LongSupplier clock) {
    this.root = root;
    this.clock = clock;
  }

  @Override
  public Payload encode(@Nullable Object value, String where) {
    return CODEC.encode(value, where);
  }

  @Override
  public @Nullable Object decode(Payload payload) {
    return CODEC.decode(payload);
  }

  @Override
  public byte[] json(@Nullable Object result, String where) {
    return String.valueOf(result).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable Object read(byte[] json, String type, String where) {
    String text = new String(json, StandardCharsets.UTF_8);
    return switch (type) {
      case "java.lang.Integer" -> whole(text);
      default -> text;
    };
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new KappaException(ErrorCode.INVALID_INPUT, text + " is no number", e);
    }
  }

  @Override
  public String signalUrl(String name) {
    return "http://local/" + name;
  }

  @Override
  public Failure failure(Throwable error, @Nullable String place) {
    ErrorCode code = error instanceof KappaException e ? e.code() : ErrorCode.STEP_FAILED;
    return new Failure(
        code.text(),
        error.getClass().getName(),
        String.valueOf(error.getMessage()),
        place,
        List.of(),
        encode(error, "the error"));
  }

  @Override
  public Throwable error(Failure failure) {
    if (failure.exception() != null && decode(failure.exception()) instanceof Throwable error) {
      return error;
    }
    if (failure.type().equals(Expiry.class.getName())) {
      return new Expiry(failure.message());
    }
    if (failure.type().equals(Cancellation.class.getName())) {
      return new Cancellation(failure.message());
    }
    if (failure.code().equals(ErrorCode.CANCELLED.text())) {
      return new CancelledException(failure.message());
    }
    return failure.code().equals(ErrorCode.CHANNEL_CLOSED.text())
        ? new ChannelClosedException(failure.message())
        : new KappaException(ErrorCode.WORKER_CRASHED, failure.message());
  }

  @Override
  public Entry entry(String workflow) {
    return input -> root;
  }

  @Override
  public long now() {
    return clock.getAsLong();
  }

  /** A quarter: a pause with jitter can be told from one without, and is the same in each mode. */
  @Override
  public double random() {
    return 0.25;
  }
}

package dev.kappa.handler;

import dev.kappa.CancelledException;
import dev.kappa.ChannelClosedException;
import dev.kappa.codec.RemoteException;
import dev.kappa.error.Cancellation;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.Expiry;
import dev.kappa.error.KappaException;
import dev.kappa.error.RemoteError;
import dev.kappa.error.SpawnTrace;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Errors as data and back. */
final class Failures {
  private static final int MAX_MESSAGE = 16_384;
  private static final int MAX_CAUSES = 5;
  private static final int MAX_LINES = 50;
  private static final Set<String> READERS =
      Set.of(Json.class.getName(), InputProblem.class.getName());

  private final Function<Throwable, Payload> encoder;
  private final Function<Payload, @Nullable Object> decoder;
  private final Builder builder;

  /** Builds exceptions of which only the description is at hand. */
  @FunctionalInterface
  interface Builder {
    /** {@return one of the class of that name, with that message; null if that can't be built} */
    @Nullable Throwable build(String type, ErrorCode code, String message);
  }

  Failures(
      Function<Throwable, Payload> encoder,
      Function<Payload, @Nullable Object> decoder,
      Builder builder) {
    this.encoder = encoder;
    this.decoder = decoder;
    this.builder = builder;
  }

  /** {@return {@code error} as data} Never throws: what can't be told is left out. */
  Failure of(Throwable error, @Nullable String place) {
    if (error instanceof StoredError stored) {
      return stored.failure();
    }
    List<String> lines = new ArrayList<>(trace(error));
    lines.addAll(spawned(error));
    return new Failure(
        code(error).text(), type(error), message(error), place, lines, encoded(error));
  }

  private static List<String> spawned(Throwable error) {
    SpawnTrace trace = SpawnTrace.of(error);
    return trace == null ? List.of() : trace.lines();
  }

  /**
   * {@return the error that was data} If its own class is not at hand, one that stands for it. If
   * it comes from another task, it says which, unless its class wants no suppressed exceptions.
   */
  Throwable error(Failure failure) {
    Throwable error = built(failure);
    if (!failure.spawned().isEmpty() && SpawnTrace.of(error) == null) {
      error.addSuppressed(new SpawnTrace(failure.spawned()));
    }
    return error;
  }

  private Throwable built(Failure failure) {
    if (failure.exception() != null) {
      try {
        if (decoder.apply(failure.exception()) instanceof Throwable error) {
          return error;
        }
      } catch (KappaException e) {
        return new StoredError(failure);
      }
    }
    return switch (code(failure.code())) {
      case CHANNEL_CLOSED -> new ChannelClosedException(failure.message());
      case ErrorCode code when failure.type().equals(Cancellation.class.getName()) ->
          new Cancellation(failure.message());
      case CANCELLED -> new CancelledException(failure.message());
      case ErrorCode code when failure.type().equals(Expiry.class.getName()) ->
          new Expiry(failure.message());
      case ErrorCode code when failure.type().equals(KappaException.class.getName()) ->
          new KappaException(code, failure.message());
      case ErrorCode code -> {
        Throwable same = builder.build(failure.type(), code, failure.message());
        yield same == null ? new StoredError(failure) : same;
      }
    };
  }

  static ErrorCode code(String text) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.text().equals(text)) {
        return code;
      }
    }
    return ErrorCode.INTERNAL;
  }

  private static ErrorCode code(Throwable error) {
    return error instanceof KappaException e ? e.code() : ErrorCode.STEP_FAILED;
  }

  private static String type(Throwable error) {
    return error instanceof RemoteError remote ? remote.originalType() : error.getClass().getName();
  }

  private static String message(Throwable error) {
    String message =
        text(error instanceof RemoteException r ? r::originalMessage : error::getMessage);
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
  }

  private static String text(Supplier<@Nullable String> user) {
    try {
      String text = user.get();
      return text == null ? "" : text;
    } catch (RuntimeException | StackOverflowError e) {
      return "(no message: " + e.getClass().getName() + ")";
    }
  }

  /** {@return what a method that the error's class may have overridden gives; null if it throws} */
  private static <T> @Nullable T orNull(Supplier<@Nullable T> user) {
    try {
      return user.get();
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private @Nullable Payload encoded(Throwable error) {
    try {
      return encoder.apply(error);
    } catch (LinkEndedException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private static List<String> trace(Throwable error) {
    List<String> lines = new ArrayList<>();
    Throwable cause = error;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      lines.add((i == 0 ? "" : "Caused by: ") + title(cause));
      frames(cause, lines);
      if (i > 0) {
        spawned(cause).forEach(line -> lines.add("  " + line));
      }
      cause = orNull(cause::getCause);
    }
    Stream.of(error.getSuppressed())
        .filter(suppressed -> !(suppressed instanceof SpawnTrace))
        .limit(MAX_CAUSES)
        .forEach(
            suppressed -> {
              lines.add("Suppressed: " + title(suppressed));
              frames(suppressed, lines);
            });
    boolean saysNoMore = lines.size() == 1 && error instanceof KappaException;
    return saysNoMore ? List.of() : lines;
  }

  private static String title(Throwable error) {
    String message = message(error);
    return message.isEmpty() ? type(error) : type(error) + ": " + message;
  }

  private static void frames(Throwable error, List<String> lines) {
    StackTraceElement[] frames = orNull(error::getStackTrace);
    if (frames == null) {
      return;
    }
    int shown = Math.min(MAX_LINES, users(frames));
    for (int i = 0; i < shown; i++) {
      lines.add("  at " + frames[i]);
    }
    if (shown == MAX_LINES && shown < frames.length) {
      lines.add("  ... " + (frames.length - shown) + " more");
    }
  }

  /**
   * {@return how many frames are above the call of the user's function} All, if there is none; and
   * none of what Kappa itself finds while it reads an input.
   */
  private static int users(StackTraceElement[] frames) {
    if (frames.length > 0 && READERS.contains(frames[0].getClassName())) {
      return 0;
    }
    for (int i = 1; i < frames.length; i++) {
      if (frames[i].getClassName().startsWith("dev.kappa.interpreter.")) {
        return i;
      }
    }
    return frames.length;
  }
}

package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.CancelledException;
import dev.kappa.ChannelClosedException;
import dev.kappa.Task;
import dev.kappa.codec.Codec;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Host;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Payload;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the interpreter is given in the simulation: the real codec, and the world's time. */
final class SimulatedHost implements Host {
  private static final Codec CODEC = Codec.of(SimulatedHost.class.getClassLoader());

  private final World world;
  private final Task<?> program;

  SimulatedHost(World world, Task<?> program) {
    this.world = world;
    this.program = program;
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
  public byte[] json(@Nullable Object result) {
    return String.valueOf(result).getBytes(UTF_8);
  }

  @Override
  public Failure failure(Throwable error, @Nullable String place) {
    ErrorCode code = error instanceof KappaException e ? e.code() : ErrorCode.STEP_FAILED;
    String message = String.valueOf(error.getMessage());
    String type = error.getClass().getName();
    return new Failure(code.text(), type, message, place, List.of(), encode(error, "the error"));
  }

  @Override
  public Throwable error(Failure failure) {
    if (failure.exception() != null && decode(failure.exception()) instanceof Throwable error) {
      return error;
    }
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(c -> c.text().equals(failure.code()))
            .findAny()
            .orElseThrow();
    return switch (code) {
      case CANCELLED -> new CancelledException(failure.message());
      case CHANNEL_CLOSED -> new ChannelClosedException(failure.message());
      default -> new KappaException(code, failure.message());
    };
  }

  @Override
  public Entry entry(String workflow) {
    return input -> program;
  }

  @Override
  public long now() {
    return world.now();
  }

  @Override
  public double random() {
    return world.random.nextDouble();
  }
}

package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.CancelledException;
import dev.kappa.ChannelClosedException;
import dev.kappa.Task;
import dev.kappa.codec.Codec;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Host;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Payload;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the interpreter is given in the simulation: the real codec, and the world's time. */
final class SimulatedHost implements Host {
  private static final Codec CODEC = Codec.of(SimulatedHost.class.getClassLoader());

  /** Larger ones are in blobs. */
  private static final int MOST_INLINE = 250;

  private final World world;
  private final Task<?> program;
  private final AttemptRef attempt;
  private final long instance;
  private final SimulatedCoordinator coordinator;

  SimulatedHost(
      World world,
      Task<?> program,
      AttemptRef attempt,
      long instance,
      SimulatedCoordinator coordinator) {
    this.world = world;
    this.program = program;
    this.attempt = attempt;
    this.instance = instance;
    this.coordinator = coordinator;
  }

  @Override
  public Payload encode(@Nullable Object value, String where) {
    Payload payload = CODEC.encode(value, where);
    if (payload.size() <= MOST_INLINE) {
      return payload;
    }
    String name =
        coordinator.store().putBlob(attempt.task() + "-" + attempt.epoch(), payload.body());
    return new Payload(payload.handles(), List.of(name), new byte[0]);
  }

  @Override
  public @Nullable Object decode(Payload payload) {
    if (payload.blobs().isEmpty()) {
      return CODEC.decode(payload);
    }
    String name = payload.blobs().getFirst();
    byte[] body = coordinator.store().blobs().get(name);
    if (body == null) {
      if (coordinator.mayCommit(attempt, instance)) {
        throw new AssertionError(attempt + " needs blob " + name + ", which was dropped");
      }
      throw new BlobGoneException(name);
    }
    return CODEC.decode(new Payload(payload.handles(), List.of(), body));
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

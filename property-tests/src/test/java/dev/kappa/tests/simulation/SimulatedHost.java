package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.CancelledException;
import dev.kappa.ChannelClosedException;
import dev.kappa.codec.Codec;
import dev.kappa.error.Cancellation;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.Expiry;
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
  private final Program program;
  private final int inline;
  private final AttemptBlobs blobs;

  /** Values above {@code inline} bytes are in blobs. */
  SimulatedHost(World world, Program program, int inline, AttemptBlobs blobs) {
    this.world = world;
    this.program = program;
    this.inline = inline;
    this.blobs = blobs;
  }

  @Override
  public Payload encode(@Nullable Object value, String where) {
    Payload payload = CODEC.encode(value, where);
    if (payload.size() <= inline) {
      return payload;
    }
    return new Payload(payload.handles(), List.of(blobs.put(payload.body())), new byte[0]);
  }

  /** {@return tells {@code value} from others} */
  static int identity(@Nullable Object value) {
    return CODEC.encode(value, "a value").hashCode();
  }

  @Override
  public @Nullable Object decode(Payload payload) {
    if (payload.blobs().isEmpty()) {
      return CODEC.decode(payload);
    }
    byte[] body = blobs.get(payload.blobs().getFirst());
    return CODEC.decode(new Payload(payload.handles(), List.of(), body));
  }

  @Override
  public byte[] json(@Nullable Object result, String where) {
    return String.valueOf(result).getBytes(UTF_8);
  }

  @Override
  public @Nullable Object read(byte[] json, String type, String where) {
    String text = new String(json, UTF_8);
    return type.equals(Integer.class.getName()) ? Integer.valueOf(text) : text;
  }

  @Override
  public String signalUrl(String name) {
    return "http://simulated/" + name;
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
    if (failure.type().equals(Expiry.class.getName())) {
      return new Expiry(failure.message());
    }
    if (failure.type().equals(Cancellation.class.getName())) {
      return new Cancellation(failure.message());
    }
    return switch (code) {
      case CANCELLED -> new CancelledException(failure.message());
      case CHANNEL_CLOSED -> new ChannelClosedException(failure.message());
      default -> new KappaException(code, failure.message());
    };
  }

  @Override
  public Entry entry(String workflow) {
    return input -> program.task(workflow, new String(input, UTF_8));
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

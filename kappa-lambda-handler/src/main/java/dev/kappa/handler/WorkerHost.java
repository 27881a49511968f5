package dev.kappa.handler;

import dev.kappa.Workflow;
import dev.kappa.codec.Codec;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.interpreter.Host;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.SealedBlob;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Rebinding;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the interpreter asks of a worker: bytes of values, of which large ones become blobs. */
final class WorkerHost implements Host {
  /** The largest frame or value. */
  static final int MAX_VALUE = 32 << 20;

  /** The largest commit. */
  static final int MAX_COMMIT = 40 << 20;

  private final Application application;
  private final Codec codec;
  private final Attempt attempt;
  private final Api api;
  private final Failures failures;
  private final World world;
  private final LargeValues large;
  private final BlobNames names;
  private long budget = Long.MAX_VALUE;

  WorkerHost(Surroundings surroundings, Attempt attempt, List<Rebinding> accepted) {
    this.application = surroundings.application();
    this.codec = surroundings.codec().accepting(accepted);
    this.api = surroundings.api();
    this.world = surroundings.world();
    this.attempt = attempt;
    this.large = surroundings.large();
    this.names = new BlobNames(attempt.ref());
    this.failures = new Failures(error -> encode(error, "the error"), this::decode, codec::error);
  }

  /**
   * {@return what {@code encoder} gives}
   *
   * @throws KappaException with {@link ErrorCode#PAYLOAD_TOO_LARGE} if it encodes more than {@code
   *     bytes}, not counting blobs
   */
  <T> T within(long bytes, Supplier<T> encoder) {
    budget = bytes;
    try {
      return encoder.get();
    } finally {
      budget = Long.MAX_VALUE;
    }
  }

  @Override
  public Payload encode(@Nullable Object value, String where) {
    Payload payload = codec.encode(value, where);
    Payload inline = payload.size() > large.inline() ? stored(payload, where) : payload;
    charge(where, inline.whole());
    return inline;
  }

  /** {@return bytes that tell {@code value} from others} */
  byte[] identity(@Nullable Object value, String where) {
    return codec.identity(value, where);
  }

  @Override
  public @Nullable Object decode(Payload payload) {
    if (payload.blobs().size() != 1) {
      return codec.decode(payload);
    }
    String blob = payload.blobs().getFirst();
    return codec.decode(new Payload(payload.handles(), List.of(), fetched(blob, payload.body())));
  }

  /** The whole value is in the blob. */
  private byte[] fetched(String blob, byte[] key) {
    if (!BlobPlace.has(blob)) {
      return attempt.fetchBlob(blob);
    }
    byte[] there = large.get(attempt.ref().run(), blob);
    return BlobPlace.isSealed(blob) ? SealedBlob.open(blob, key, there) : there;
  }

  @Override
  public byte[] json(@Nullable Object value, String where) {
    byte[] json = Json.write(value, where);
    if (json.length > MAX_VALUE) {
      throw tooLarge(where + " as JSON", json.length, "a value", MAX_VALUE, "");
    }
    charge(where + " as JSON", json.length);
    return json;
  }

  @Override
  public @Nullable Object read(byte[] json, String type, String where) {
    try {
      return Json.read(json, Class.forName(type, false, application.loader()), where);
    } catch (ClassNotFoundException e) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "%s is to be read as a %s, which is not in the application".formatted(where, type),
          e);
    }
  }

  @Override
  public String signalUrl(String name) {
    return api.signalUrl(attempt.ref().run(), name);
  }

  @Override
  public Failure failure(Throwable error, @Nullable String place) {
    return failures.of(error, place);
  }

  @Override
  public Throwable error(Failure failure) {
    return failures.error(failure);
  }

  @Override
  public Entry entry(String workflow) {
    Workflow<?> found =
        application
            .workflows()
            .find(workflow)
            .orElseThrow(
                () ->
                    new KappaException(
                        ErrorCode.UNKNOWN_WORKFLOW,
                        "workflow '"
                            + workflow
                            + "' is not in the application (it has: "
                            + String.join(", ", application.workflows().names())
                            + ")"));
    return entryOf(found);
  }

  private static <I> Entry entryOf(Workflow<I> workflow) {
    return input -> workflow.body().apply(Json.read(input, workflow.input()));
  }

  @Override
  public long now() {
    return world.now();
  }

  @Override
  public double random() {
    return world.random();
  }

  /** Each blob has a name of its own: one that no commit names any more is dropped. */
  private Payload stored(Payload payload, String where) {
    byte[] body = payload.body();
    return switch (large) {
      case LargeValues.InABucket bucket -> {
        checkSize(where, body.length, MAX_VALUE, "");
        yield inBucket(bucket, payload);
      }
      case LargeValues.WithTheCoordinator here -> {
        checkSize(where, body.length, attempt.mostOfValue(), attempt.remedy());
        if (body.length > attempt.roomForBlob()) {
          throw tooLarge(
              where,
              body.length,
              "what the invocation can still return",
              attempt.roomForBlob(),
              attempt.remedy());
        }
        String name = names.next(body);
        attempt.putBlob(name, body);
        yield blob(payload, name, new byte[0]);
      }
    };
  }

  private Payload inBucket(LargeValues.InABucket bucket, Payload payload) {
    if (bucket.place().seals()) {
      SealedBlob sealed = SealedBlob.seal(payload.body());
      String name = BlobPlace.markedSealed(names.next(sealed.bytes()));
      bucket.put(attempt.ref().run(), name, sealed.bytes());
      return blob(payload, name, sealed.key());
    }
    String name = BlobPlace.marked(names.next(payload.body()));
    bucket.put(attempt.ref().run(), name, payload.body());
    return blob(payload, name, new byte[0]);
  }

  private static Payload blob(Payload payload, String name, byte[] key) {
    return new Payload(payload.handles(), List.of(name), key);
  }

  private static void checkSize(String where, int bytes, int most, String remedy) {
    if (bytes > most) {
      throw tooLarge(where, bytes, "a value", most, remedy);
    }
  }

  private void charge(String where, long bytes) {
    budget -= bytes;
    if (budget < 0) {
      throw tooLarge(where, bytes, "all that a checkpoint adds", attempt.room(), attempt.remedy());
    }
  }

  static KappaException tooLarge(String where, long bytes, String what, long most, String remedy) {
    return new KappaException(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "%s: %d bytes (expected: %s of at most %d bytes); keep large data in files or a store and pass on its name%s"
            .formatted(where, bytes, what, most, remedy));
  }
}

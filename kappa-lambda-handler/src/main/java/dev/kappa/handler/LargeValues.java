package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.Carried;
import dev.kappa.wire.AttemptRef;
import java.util.function.Supplier;

/**
 * Where a worker puts large values, and has them from. Classes of a bucket's client are loaded only
 * where there is a bucket.
 */
sealed interface LargeValues {
  /** They go to the coordinator and come from there. */
  LargeValues WITH_THE_COORDINATOR = new WithTheCoordinator(BlobPlace.INLINE);

  /**
   * {@return the place at an address, which the coordinator gives}
   *
   * @param address empty for the coordinator
   * @throws KappaException with {@code INVALID_ARGUMENT} or {@code NO_OBJECT_CLIENT}
   */
  static LargeValues at(String address, TimeLimit time) {
    if (address.isEmpty()) {
      return WITH_THE_COORDINATOR;
    }
    BlobPlace place = BlobPlace.parse(address);
    return InABucket.of(place, place.open(), time);
  }

  /** {@return how many bytes a value may have that travels in commits} */
  int inline();

  /**
   * {@return a blob that is in a bucket}
   *
   * @throws KappaException with {@link ErrorCode#NOT_DECODABLE} if it is not there, or is not what
   *     was put there
   * @throws LinkEndedException if the bucket can't be reached
   */
  byte[] get(String run, String blob);

  /** {@return whether what an invocation is given or returns may be larger than fits in it} */
  boolean carries();

  /**
   * {@return what an invocation returns, as it returns it} If it is in a bucket, it is there.
   *
   * @throws KappaException if the bucket refuses it
   * @throws LinkEndedException if the bucket can't be reached
   */
  Carried packed(AttemptRef attempt, byte[] answer);

  /**
   * {@return what an invocation is given}
   *
   * @throws KappaException with {@link ErrorCode#NOT_DECODABLE} if it is not there, or is not what
   *     was put there
   * @throws LinkEndedException if the bucket can't be reached
   */
  byte[] unpacked(Carried order);

  /** The coordinator keeps them with the rest of its state. */
  record WithTheCoordinator(int inline) implements LargeValues {
    @Override
    public byte[] get(String run, String blob) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "blob %s of run %s is in a bucket, of which the coordinator says nothing; start it with --blobs as before"
              .formatted(blob, run));
    }

    @Override
    public boolean carries() {
      return false;
    }

    @Override
    public Carried packed(AttemptRef attempt, byte[] answer) {
      return new Carried.Inline(answer);
    }

    @Override
    public byte[] unpacked(Carried order) {
      return switch (order) {
        case Carried.Inline inline -> inline.bytes();
        case Carried.Claim claim -> get(claim.run(), claim.name());
      };
    }
  }

  /** The worker itself puts them into a bucket. */
  record InABucket(BlobPlace place, Bucket bucket, TimeLimit time) implements LargeValues {
    /** {@return one whose requests end before the invocation does, however silent the bucket is} */
    static InABucket of(BlobPlace place, Bucket bucket, TimeLimit time) {
      return new InABucket(place, bucket.within(time::requestMillis), time);
    }

    @Override
    public int inline() {
      return place.inlineBytes();
    }

    /**
     * Puts a blob there. It is durable when this returns: before the commit is sent that names it.
     *
     * @throws KappaException if it is refused: the value can't be stored, as one that is too large
     * @throws LinkEndedException if the bucket can't be reached
     */
    void put(String run, String blob, byte[] bytes) {
      patiently(
          () -> {
            bucket.write(place.key(run, blob), bytes);
            return true;
          });
    }

    @Override
    public byte[] get(String run, String blob) {
      String key = place.key(run, blob);
      byte[] bytes =
          patiently(() -> bucket.read(key)).orElseThrow(() -> lost(key, "is not there any more"));
      if (!blob.contains(BlobPlace.hash(bytes))) {
        throw lost(
            key, "was changed since it was written; let nothing else write below its prefix");
      }
      return bytes;
    }

    @Override
    public boolean carries() {
      return true;
    }

    @Override
    public Carried packed(AttemptRef attempt, byte[] answer) {
      if (answer.length <= place.payloadBytes()) {
        return new Carried.Inline(answer);
      }
      Carried.Checked checked =
          Carried.Checked.of(attempt, Carried.Way.ANSWER, answer, place.seals());
      put(attempt.run(), checked.claim().name(), checked.object());
      return checked.claim();
    }

    @Override
    public byte[] unpacked(Carried order) {
      return switch (order) {
        case Carried.Inline inline -> inline.bytes();
        case Carried.Claim claim -> {
          String key = place.key(claim.run(), claim.name());
          yield claim.open(patiently(() -> bucket.readAtMost(key, claim.bytes() + 1)).orElse(null));
        }
      };
    }

    private KappaException lost(String key, String what) {
      return new KappaException(
          ErrorCode.NOT_DECODABLE, "blob s3://%s/%s %s".formatted(place.bucket(), key, what));
    }

    /** A bucket that is away is no fault of the task: it is tried again, then by another worker. */
    private <T> T patiently(Supplier<T> request) {
      Patience patience = null;
      long began = System.nanoTime();
      while (true) {
        try {
          return request.get();
        } catch (KappaException e) {
          if (!isPassing(e.code())) {
            throw e;
          }
          patience = patience == null ? Patience.since(began, time, e.code()) : patience;
          patience.pause("a bucket for large values does not answer", e);
        }
      }
    }

    private static boolean isPassing(ErrorCode code) {
      return code == ErrorCode.BUCKET_UNREACHABLE || code == ErrorCode.BUCKET_THROTTLED;
    }
  }
}

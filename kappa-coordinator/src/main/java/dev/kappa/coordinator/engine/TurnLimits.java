package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.ClaimStore;
import dev.kappa.objects.Carried;
import org.jspecify.annotations.Nullable;

/**
 * How much a function may be given that has no connection, in bytes.
 *
 * @param inline what goes in the invocation's payload
 * @param most all of it; what is above {@code inline} goes through a bucket
 * @param frames of frames, if it is to be as many as fit
 */
record TurnLimits(int inline, int most, int frames) {
  /** Where there is no bucket. */
  static final TurnLimits PAYLOAD =
      new TurnLimits(Carried.MOST_INLINE, Carried.MOST_INLINE, 2_500_000);

  private static final int MOST_OF_FRAMES = 40 << 20;

  /** {@return those where large payloads go there} */
  static TurnLimits of(@Nullable ClaimStore claims) {
    return claims == null
        ? PAYLOAD
        : new TurnLimits(claims.inlineBytes(), Carried.MOST, MOST_OF_FRAMES);
  }

  /** {@return what may be done about them, for errors} */
  String remedy() {
    return most == inline
        ? "let what does not fit in an invocation go through a bucket (--blobs s3://BUCKET/PREFIX), or let workers call back (--workers-mode callback)"
        : "let workers call back (--workers-mode callback)";
  }
}

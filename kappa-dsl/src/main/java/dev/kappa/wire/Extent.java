package dev.kappa.wire;

import org.jspecify.annotations.Nullable;

/**
 * In what a task stands at a moment, whatever it has called: its dynamic extent. Frames that open
 * something keep the extent around it.
 *
 * @param masks in how many finalizers it is; in one, no cancellation reaches it
 * @param deadline when it is to be broken off, in milliseconds since 1970; 0 for never
 * @param scope the innermost scope: what it spawns ends with that
 * @param saga which frame keeps what is to be compensated, counted from the bottom, from 1; 0 if it
 *     is in no saga
 */
public record Extent(int masks, long deadline, @Nullable Handle scope, int saga) {
  /** In nothing. */
  public static final Extent NONE = new Extent(0, 0, null, 0);

  /** Checks the ranges. */
  public Extent {
    if (masks < 0 || deadline < 0 || saga < 0) {
      throw new MalformedMessageException(
          "extent: masks=%d, deadline=%d, saga=%d (expected: all >= 0)"
              .formatted(masks, deadline, saga));
    }
  }

  /** {@return that of a task spawned in {@code scope}} */
  public static Extent in(@Nullable Handle scope) {
    return scope == null ? NONE : new Extent(0, 0, scope, 0);
  }

  /** {@return that of a finalizer} It may take its time. */
  public Extent masked() {
    return new Extent(masks + 1, 0, scope, saga);
  }

  /** {@return with a deadline, unless there is an earlier one} */
  public Extent until(long due) {
    return deadline != 0 && deadline <= due ? this : new Extent(masks, due, scope, saga);
  }

  /** {@return in another scope} */
  public Extent scope(Handle inner) {
    return new Extent(masks, deadline, inner, saga);
  }

  /** {@return in another saga} */
  public Extent saga(int frame) {
    return new Extent(masks, deadline, scope, frame);
  }

  /** {@return whether a deadline has passed} */
  public boolean isOver(long now) {
    return deadline != 0 && deadline <= now;
  }

  /** Writes this. */
  public void write(ByteWriter out) {
    out.varint(masks).varint(deadline).optional(scope, ByteWriter::handle).varint(saga);
  }

  /** Reads one. */
  public static Extent read(ByteReader in) {
    return new Extent(in.count(), in.varint(), in.optional(ByteReader::handle), in.count());
  }
}

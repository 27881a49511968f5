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
 * @param placement on which workers its steps run; null for those of the function
 */
public record Extent(
    int masks, long deadline, @Nullable Handle scope, int saga, @Nullable Placement placement) {
  /** In nothing. */
  public static final Extent NONE = new Extent(0, 0, null, 0);

  private static final int HAS_SCOPE = 1;
  private static final int IS_RESIDENT = 2;

  /** On the function's workers. */
  public Extent(int masks, long deadline, @Nullable Handle scope, int saga) {
    this(masks, deadline, scope, saga, null);
  }

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
    return new Extent(masks + 1, 0, scope, saga, placement);
  }

  /** {@return with a deadline, unless there is an earlier one} */
  public Extent until(long due) {
    return deadline != 0 && deadline <= due ? this : new Extent(masks, due, scope, saga, placement);
  }

  /** {@return in another scope} */
  public Extent scope(Handle inner) {
    return new Extent(masks, deadline, inner, saga, placement);
  }

  /** {@return in another saga} */
  public Extent saga(int frame) {
    return new Extent(masks, deadline, scope, frame, placement);
  }

  /** {@return on other workers; null for those of the function} */
  public Extent on(@Nullable Placement other) {
    return new Extent(masks, deadline, scope, saga, other);
  }

  /** {@return whether its steps run on resident workers} */
  public boolean isResident() {
    return placement == Placement.RESIDENT;
  }

  /** {@return whether a deadline has passed} */
  public boolean isOver(long now) {
    return deadline != 0 && deadline <= now;
  }

  /** Writes this; of one on the function's workers, the bytes are what they were before others. */
  public void write(ByteWriter out) {
    int flags = (scope == null ? 0 : HAS_SCOPE) | (isResident() ? IS_RESIDENT : 0);
    out.varint(masks).varint(deadline).u8(flags);
    if (scope != null) {
      out.handle(scope);
    }
    out.varint(saga);
  }

  /** Reads one. */
  public static Extent read(ByteReader in) {
    int masks = in.count();
    long deadline = in.varint();
    int flags = in.u8();
    if (flags > (HAS_SCOPE | IS_RESIDENT)) {
      throw new MalformedMessageException("extent: flags=%d (expected: 0 to 3)".formatted(flags));
    }
    Handle scope = (flags & HAS_SCOPE) == 0 ? null : in.handle();
    Placement placement = (flags & IS_RESIDENT) == 0 ? null : Placement.RESIDENT;
    return new Extent(masks, deadline, scope, in.count(), placement);
  }
}

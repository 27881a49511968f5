package dev.kappa.codec;

import dev.kappa.wire.Handle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one value. Remembers the path to where it is, cheaply, for the errors only. Class names
 * are written once; later they are numbers.
 */
final class Encoder {
  private final JsonGenerator out;
  private final @Nullable String where;
  private final Purpose purpose;
  private @Nullable Object[] trail = new @Nullable Object[16];
  private int[] positions = new int[16];
  private int depth = -1;
  private @Nullable Map<String, Integer> names;
  private @Nullable Set<Handle> handles;

  Encoder(JsonGenerator out, @Nullable String where, Purpose purpose) {
    this.out = out;
    this.where = where;
    this.purpose = purpose;
  }

  /** Writes {@code value} with all that is needed to read it without knowing its type. */
  @SuppressWarnings("IfChainToSwitch") // a pattern switch costs milliseconds when it is first met
  void write(@Nullable Object value) {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof Integer number) {
      out.writeNumber(number.intValue());
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof Double number) {
      real(number);
    } else {
      nested(value);
    }
  }

  /** Says which part of the present value comes next, for the errors. */
  void at(int position) {
    positions[depth] = position;
  }

  /** Starts a tagged value of {@code parts} parts. */
  void open(int tag, int parts) {
    out.writeStartArray(null, parts + 1);
    out.writeNumber(tag);
  }

  void close() {
    out.writeEndArray();
  }

  void writeNull() {
    out.writeNull();
  }

  void number(int value) {
    out.writeNumber(value);
  }

  void number(long value) {
    out.writeNumber(value);
  }

  void bytes(byte[] value) {
    out.writeBinary(value);
  }

  /** Writes a text that is known to have no lone surrogates, such as an identifier. */
  void ascii(@Nullable String value) {
    if (value == null) {
      out.writeNull();
    } else {
      out.writeString(value);
    }
  }

  /** Writes any text; one that has no UTF-8 form keeps its chars as they are. */
  void text(@Nullable String value) {
    if (value == null || !Text.hasLoneSurrogate(value)) {
      ascii(value);
    } else {
      open(Tag.UTF16, 1);
      bytes(Text.chars(value));
      close();
    }
  }

  /** {@return whether {@code name} was not written before} */
  boolean isNew(String name) {
    return names == null || !names.containsKey(name);
  }

  /** Writes the name of a class: the first time the name itself, then its number. */
  void name(String name) {
    if (names == null) {
      names = new HashMap<>();
    }
    Integer number = names.putIfAbsent(name, names.size());
    if (number == null) {
      out.writeString(name);
    } else {
      out.writeNumber(number.intValue());
    }
  }

  /** {@return whether this writes a field of an exception, for itself} */
  boolean isInner() {
    return purpose == Purpose.FIELD;
  }

  /** {@return whether this is for comparing, not for reading again} */
  boolean isIdentity() {
    return purpose == Purpose.IDENTITY;
  }

  /** Lists {@code handle} as reachable. */
  void note(Handle handle) {
    if (handles == null) {
      handles = new LinkedHashSet<>();
    }
    handles.add(handle);
  }

  void handle(Handle handle) {
    note(handle);
    open(Tag.HANDLE, 2);
    out.writeNumber(handle.creator());
    out.writeNumber(handle.index());
    close();
  }

  List<Handle> handles() {
    return handles == null ? List.of() : List.copyOf(handles);
  }

  /** {@return whether {@code value} is one of those that enclose the present one} */
  @SuppressWarnings("ReferenceEquality") // an equal exception is another one
  boolean encloses(Object value) {
    for (int i = 0; i <= depth; i++) {
      if (trail[i] == value) {
        return true;
      }
    }
    return false;
  }

  /** {@return how many exceptions enclose the present value, itself included} */
  int enclosingThrowables() {
    int count = 0;
    for (int i = depth; i >= 0 && trail[i] instanceof Throwable; i--) {
      count++;
    }
    return count;
  }

  /** {@return the error for the present value} */
  NotEncodableException refused(Class<?> type, String fix) {
    return refused(type, fix, null);
  }

  NotEncodableException refused(Class<?> type, String fix, @Nullable Throwable cause) {
    return new NotEncodableException(
        Paths.describe(where, trail, positions, depth)
            + " can't be stored: it is a "
            + type.getTypeName()
            + ". "
            + fix,
        cause);
  }

  private void real(double value) {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      open(Tag.DOUBLE_BITS, 1);
      out.writeNumber(Double.doubleToRawLongBits(value));
      close();
    }
  }

  private void nested(Object value) {
    enter(value);
    Forms.of(value.getClass()).write(this, value);
    leave();
  }

  /** Goes one level deeper, into {@code value}. */
  void enter(Object value) {
    if (++depth == trail.length) {
      trail = Arrays.copyOf(trail, 2 * depth);
      positions = Arrays.copyOf(positions, 2 * depth);
    }
    trail[depth] = value;
    positions[depth] = -1;
    if (depth == Limits.DEPTH) {
      throw refused(
          value.getClass(),
          "It is nested deeper than "
              + Limits.DEPTH
              + " levels, or holds itself. Use a list instead of a chain of objects, and no"
              + " cycles.");
    }
  }

  /** Comes back from {@link #enter}. */
  void leave() {
    trail[depth--] = null;
  }
}

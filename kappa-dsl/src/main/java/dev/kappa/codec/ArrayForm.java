package dev.kappa.codec;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays: those of primitives as bytes, others element by element with their component type. */
record ArrayForm(int tag, String component) implements Form {
  static Form of(Class<?> type) {
    Class<?> component = type.getComponentType();
    if (!component.isPrimitive()) {
      return new ArrayForm(Tag.ARRAY, Aliases.shorten(component.getName()));
    }
    return new ArrayForm(primitiveTag(component), "");
  }

  private static int primitiveTag(Class<?> component) {
    return switch (component.getName()) {
      case "boolean" -> Tag.BOOLEANS;
      case "char" -> Tag.CHARS;
      case "short" -> Tag.SHORTS;
      case "int" -> Tag.INTS;
      case "long" -> Tag.LONGS;
      case "float" -> Tag.FLOATS;
      case "double" -> Tag.DOUBLES;
      default -> -1; // bytes have a form of their own in CBOR
    };
  }

  @Override
  public void write(Encoder out, Object value) {
    switch (value) {
      case byte[] bytes -> out.bytes(bytes);
      case Object[] elements -> elements(out, elements);
      default -> {
        out.open(tag, 1);
        out.bytes(primitives(value));
        out.close();
      }
    }
  }

  private void elements(Encoder out, @Nullable Object[] elements) {
    out.open(tag, elements.length + 1);
    out.name(component);
    for (int i = 0; i < elements.length; i++) {
      out.at(i);
      out.write(elements[i]);
    }
    out.close();
  }

  private static byte[] primitives(Object value) {
    return switch (value) {
      case boolean[] array -> booleans(array);
      case char[] array -> {
        ByteBuffer bytes = ByteBuffer.allocate(2 * array.length);
        bytes.asCharBuffer().put(array);
        yield bytes.array();
      }
      case short[] array -> {
        ByteBuffer bytes = ByteBuffer.allocate(2 * array.length);
        bytes.asShortBuffer().put(array);
        yield bytes.array();
      }
      case int[] array -> {
        ByteBuffer bytes = ByteBuffer.allocate(4 * array.length);
        bytes.asIntBuffer().put(array);
        yield bytes.array();
      }
      case long[] array -> {
        ByteBuffer bytes = ByteBuffer.allocate(8 * array.length);
        bytes.asLongBuffer().put(array);
        yield bytes.array();
      }
      case float[] array -> {
        ByteBuffer bytes = ByteBuffer.allocate(4 * array.length);
        bytes.asFloatBuffer().put(array);
        yield bytes.array();
      }
      default -> {
        double[] array = (double[]) value;
        ByteBuffer bytes = ByteBuffer.allocate(8 * array.length);
        bytes.asDoubleBuffer().put(array);
        yield bytes.array();
      }
    };
  }

  static Object read(int tag, Decoder in) {
    if (tag == Tag.ARRAY) {
      return elements(in);
    }
    byte[] bytes = in.bytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (tag) {
      case Tag.BOOLEANS -> booleans(bytes);
      case Tag.CHARS -> {
        char[] array = new char[bytes.length / 2];
        buffer.asCharBuffer().get(array);
        yield array;
      }
      case Tag.SHORTS -> {
        short[] array = new short[bytes.length / 2];
        buffer.asShortBuffer().get(array);
        yield array;
      }
      case Tag.INTS -> {
        int[] array = new int[bytes.length / 4];
        buffer.asIntBuffer().get(array);
        yield array;
      }
      case Tag.LONGS -> {
        long[] array = new long[bytes.length / 8];
        buffer.asLongBuffer().get(array);
        yield array;
      }
      case Tag.FLOATS -> {
        float[] array = new float[bytes.length / 4];
        buffer.asFloatBuffer().get(array);
        yield array;
      }
      case Tag.DOUBLES -> {
        double[] array = new double[bytes.length / 8];
        buffer.asDoubleBuffer().get(array);
        yield array;
      }
      default -> throw Decoder.malformed("unknown tag " + tag);
    };
  }

  private static Object elements(Decoder in) {
    Class<?> component = in.types().loadComponent(in.name());
    List<@Nullable Object> elements = new ArrayList<>();
    while (!in.atEnd()) {
      elements.add(in.read());
    }
    Object array = Array.newInstance(component, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Object element = elements.get(i);
      if (element != null && !component.isInstance(element)) {
        throw Decoder.malformed(
            "a " + element.getClass().getName() + " in an array of " + component.getName());
      }
      Array.set(array, i, element);
    }
    return array;
  }

  private static byte[] booleans(boolean[] array) {
    byte[] bytes = new byte[array.length];
    for (int i = 0; i < array.length; i++) {
      bytes[i] = (byte) (array[i] ? 1 : 0);
    }
    return bytes;
  }

  private static boolean[] booleans(byte[] bytes) {
    boolean[] array = new boolean[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = bytes[i] != 0;
    }
    return array;
  }
}

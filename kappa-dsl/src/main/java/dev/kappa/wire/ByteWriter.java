package dev.kappa.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A growing array of bytes. Numbers are written as LEB128 varints, signed ones in zigzag form. */
public final class ByteWriter {
  private byte[] bytes;
  private int size;

  /** Starts with room for a small message. */
  public ByteWriter() {
    this(256);
  }

  /** Starts with room for {@code expected} bytes. */
  public ByteWriter(int expected) {
    bytes = new byte[Math.max(16, expected)];
  }

  /** {@return how many bytes were written} */
  public int size() {
    return size;
  }

  /** {@return a copy of what was written} */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** {@return the array itself, of which {@link #size} bytes are valid} */
  public byte[] array() {
    return bytes;
  }

  /** Writes one byte. */
  public ByteWriter u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Writes four bytes, most significant first. */
  public ByteWriter i32(int value) {
    return u8(value >>> 24).u8(value >>> 16).u8(value >>> 8).u8(value);
  }

  /** Overwrites four bytes at {@code at}. */
  public void patchI32(int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }

  /** Writes eight bytes, most significant first. */
  public ByteWriter i64(long value) {
    return i32((int) (value >>> 32)).i32((int) value);
  }

  /** Writes a number that is mostly small and not negative. */
  public ByteWriter varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** Writes a truth value. */
  public ByteWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  /** Writes bytes with their number in front. */
  public ByteWriter blob(byte[] value) {
    varint(value.length);
    return raw(value, 0, value.length);
  }

  /** Writes bytes without their number. */
  public ByteWriter raw(byte[] value, int from, int length) {
    room(length);
    System.arraycopy(value, from, bytes, size, length);
    size += length;
    return this;
  }

  /** Writes a text as UTF-8. */
  public ByteWriter text(String value) {
    return blob(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes what may be absent. */
  public <T> ByteWriter optional(@Nullable T value, BiConsumer<ByteWriter, T> write) {
    bool(value != null);
    if (value != null) {
      write.accept(this, value);
    }
    return this;
  }

  /** Writes several of a kind. */
  public <T> ByteWriter list(Collection<T> values, BiConsumer<ByteWriter, T> write) {
    varint(values.size());
    values.forEach(value -> write.accept(this, value));
    return this;
  }

  /** Writes a handle. */
  public ByteWriter handle(Handle handle) {
    return varint(handle.creator()).varint(handle.index());
  }

  /** Writes a payload. */
  public ByteWriter payload(Payload payload) {
    list(payload.handles(), ByteWriter::handle);
    list(payload.blobs(), ByteWriter::text);
    return blob(payload.body());
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, Math.addExact(size, size)));
    }
  }
}

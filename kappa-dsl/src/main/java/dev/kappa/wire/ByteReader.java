package dev.kappa.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote. Whatever the bytes are, it reads within them or throws
 * {@link MalformedMessageException}.
 */
public final class ByteReader {
  /** For so many elements room is made before they are read. */
  private static final int BELIEVED = 1024;

  private final byte[] bytes;
  private int at;

  /** Reads {@code bytes} from their beginning. */
  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** {@return how many bytes are left} */
  public int left() {
    return bytes.length - at;
  }

  /** {@return the index of the next byte} */
  public int position() {
    return at;
  }

  /** Reads one byte. */
  public int u8() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  /** Reads four bytes. */
  public int i32() {
    return u8() << 24 | u8() << 16 | u8() << 8 | u8();
  }

  /** Reads eight bytes. */
  public long i64() {
    return (long) i32() << 32 | (i32() & 0xFFFFFFFFL);
  }

  /** Reads a number. */
  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedMessageException("a number of more than 10 bytes at byte " + at);
  }

  /** Reads a number that must be within an int and not negative. */
  public int count() {
    long value = varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedMessageException("count: " + value + " (expected: 0..2^31-1)");
    }
    return (int) value;
  }

  /** Reads a truth value. */
  public boolean bool() {
    int b = u8();
    if (b > 1) {
      throw new MalformedMessageException("truth value: " + b + " (expected: 0 or 1)");
    }
    return b == 1;
  }

  /** Reads bytes with their number in front. */
  public byte[] blob() {
    int length = count();
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** Reads so many bytes. */
  public byte[] raw(int length) {
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** Reads a text. */
  public String text() {
    int length = count();
    need(length);
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  /** Reads what may be absent. */
  public <T> @Nullable T optional(Function<ByteReader, T> read) {
    return bool() ? read.apply(this) : null;
  }

  /** Reads several of a kind. */
  public <T> List<T> list(Function<ByteReader, T> read) {
    int count = count();
    if (count > left()) {
      throw new MalformedMessageException(count + " elements in " + left() + " bytes");
    }
    List<T> values = new ArrayList<>(Math.min(count, BELIEVED));
    for (int i = 0; i < count; i++) {
      values.add(read.apply(this));
    }
    return values;
  }

  /** Reads a handle. */
  public Handle handle() {
    long creator = varint();
    long index = varint();
    if (creator < 0 || index < 0) {
      throw new MalformedMessageException("a negative handle");
    }
    return new Handle(creator, index);
  }

  /** Reads a payload. */
  public Payload payload() {
    return new Payload(list(ByteReader::handle), list(ByteReader::blobName), blob());
  }

  private String blobName() {
    String name = text();
    if (name.isEmpty() || name.length() > Payload.LONGEST_BLOB_NAME) {
      throw new MalformedMessageException(
          "a blob's name has %d characters (expected: 1 to %d)"
              .formatted(name.length(), Payload.LONGEST_BLOB_NAME));
    }
    return name;
  }

  /** Demands that all was read. */
  public void end() {
    if (left() != 0) {
      throw new MalformedMessageException(left() + " bytes after the end of a message");
    }
  }

  private void need(int count) {
    if (count < 0 || left() < count) {
      throw new MalformedMessageException(
          "ends after %d bytes, at least %d expected".formatted(bytes.length, (long) at + count));
    }
  }
}

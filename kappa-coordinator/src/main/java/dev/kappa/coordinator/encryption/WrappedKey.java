package dev.kappa.coordinator.encryption;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.MalformedMessageException;

/**
 * A data key as it is stored.
 *
 * @param id what values name it by
 * @param by the key that encrypts it
 * @param madeAt milliseconds since 1970
 * @param bytes the encrypted key
 */
record WrappedKey(long id, String by, long madeAt, byte[] bytes) {
  private static final int VERSION = 1;
  private static final int HEX = 16;

  /** {@return the name of the field in which it is stored} */
  String field() {
    return field(id);
  }

  static String field(long id) {
    return "%016x".formatted(id);
  }

  byte[] toBytes() {
    return new ByteWriter(bytes.length + 64)
        .u8(VERSION)
        .text(by)
        .varint(madeAt)
        .blob(bytes)
        .toBytes();
  }

  /**
   * Reads one.
   *
   * @throws KappaException {@code UNSUPPORTED_STORE} if it is none
   */
  static WrappedKey read(String field, byte[] stored) {
    try {
      ByteReader in = new ByteReader(stored);
      if (field.length() != HEX || in.u8() != VERSION) {
        throw new MalformedMessageException("of another version");
      }
      WrappedKey key =
          new WrappedKey(Long.parseUnsignedLong(field, HEX), in.text(), in.varint(), in.blob());
      in.end();
      return key;
    } catch (MalformedMessageException | NumberFormatException e) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE,
          "a stored data key, %s, can't be read: %s".formatted(field, e.getMessage()),
          e);
    }
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return field() + " by " + by;
  }
}

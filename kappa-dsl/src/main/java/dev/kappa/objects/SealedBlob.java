package dev.kappa.objects;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * A value that is encrypted before it is put where others may read it. Each has a random key of its
 * own, which is in the payload that names it, and nowhere else.
 *
 * @param key opens it
 * @param bytes the encrypted value
 */
public record SealedBlob(byte[] key, byte[] bytes) {
  private static final byte[] BOUND = "kappa blob".getBytes(US_ASCII);

  /** {@return a value, encrypted} */
  public static SealedBlob seal(byte[] value) {
    byte[] key = Gcm.random(Gcm.KEY_BYTES);
    return new SealedBlob(key, Gcm.seal(Gcm.key(key), new byte[0], BOUND, value));
  }

  /**
   * {@return the value}
   *
   * @param name the blob's, for the error
   * @throws KappaException {@code NOT_DECODABLE} if the key is not that of these bytes
   */
  public static byte[] open(String name, byte[] key, byte[] bytes) {
    try {
      if (key.length == Gcm.KEY_BYTES) {
        return Gcm.open(Gcm.key(key), bytes, 0, BOUND);
      }
    } catch (AEADBadTagException e) {
      throw wrong(name, e);
    }
    throw wrong(name, null);
  }

  private static KappaException wrong(String name, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.NOT_DECODABLE,
        "blob %s can't be decrypted (expected: the bytes that the key in the checkpoint encrypted)"
            .formatted(name),
        cause);
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "SealedBlob[" + bytes.length + " bytes]";
  }
}

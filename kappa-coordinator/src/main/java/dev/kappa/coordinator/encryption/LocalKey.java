package dev.kappa.coordinator.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;

/** A key that this process has: a line of a {@link KeyFile}. */
final class LocalKey implements KeyEncryptionKey {
  private final String name;
  private final SecretKey key;

  LocalKey(String name, byte[] key) {
    this.name = name;
    this.key = Gcm.key(key);
  }

  @Override
  public String id() {
    return "file:" + name;
  }

  @Override
  public byte[] wrap(byte[] dataKey, String place) {
    return Gcm.seal(key, new byte[0], bound(place), dataKey);
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String place) {
    try {
      return Gcm.open(key, wrapped, 0, bound(place));
    } catch (AEADBadTagException e) {
      throw new KappaException(
          ErrorCode.NOT_AUTHENTIC,
          "data key %s was not encrypted with key %s: one of them was changed (expected: the key file that the store was written with)"
              .formatted(place, id()),
          e);
    }
  }

  private static byte[] bound(String place) {
    return ("kappa data key " + place).getBytes(UTF_8);
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return id();
  }
}

package dev.kappa.coordinator.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * What stands for a value in the store: a byte that says so, the data key's id, and the value,
 * encrypted with a key that is derived from the data key for its run alone. It is bound to its run
 * and its place there.
 */
final class Envelope {
  /** No entity begins so: it is not the number of a format. */
  static final byte MARK = (byte) 0xE5;

  private static final int HEAD = 1 + Long.BYTES;

  /** What it adds to a value, in bytes. */
  static final int OVERHEAD = HEAD + Gcm.OVERHEAD;

  private Envelope() {}

  static boolean isOne(byte[] stored) {
    return stored.length >= HEAD && stored[0] == MARK;
  }

  /** {@return the id of the data key} */
  static long key(byte[] stored) {
    return ByteBuffer.wrap(stored).getLong(1);
  }

  /** {@return a run's own key: HKDF's expansion of the data key, one block} */
  static SecretKey derived(byte[] dataKey, String run) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(Gcm.key(dataKey));
      mac.update(("kappa run " + run).getBytes(UTF_8));
      mac.update((byte) 1);
      return Gcm.key(mac.doFinal());
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  static byte[] seal(long id, SecretKey key, String run, String place, byte[] clear) {
    byte[] head = ByteBuffer.allocate(HEAD).put(MARK).putLong(id).array();
    return Gcm.seal(key, head, bound(run, place), clear);
  }

  /**
   * {@return the value}
   *
   * @throws KappaException {@code NOT_AUTHENTIC} if it was changed, or stood elsewhere
   */
  static byte[] open(SecretKey key, String run, String place, byte[] stored) {
    try {
      return Gcm.open(key, stored, HEAD, bound(run, place));
    } catch (AEADBadTagException e) {
      throw new KappaException(
          ErrorCode.NOT_AUTHENTIC,
          "run %s: what is stored as %s was changed since it was written, or was written elsewhere. Somebody else writes to the store, or it was damaged: restore it from a backup."
              .formatted(run, place),
          e);
    }
  }

  /** A run's name has no colon. */
  private static byte[] bound(String run, String place) {
    return (run + ":" + place).getBytes(UTF_8);
  }
}

package dev.kappa.wire;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce of 96 bits in front and a tag of 128 bits behind. */
public final class Gcm {
  /** The length of a key. */
  public static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  /** What it adds to a value. */
  public static final int OVERHEAD = NONCE_BYTES + TAG_BYTES;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Gcm() {}

  /** {@return so many bytes that nobody can guess} */
  public static byte[] random(int bytes) {
    byte[] value = new byte[bytes];
    RANDOM.nextBytes(value);
    return value;
  }

  /** {@return the key of these bytes} */
  public static SecretKey key(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }

  /**
   * {@return {@code head}, then what it encrypts}
   *
   * @param bound is not in the result, and must be the same when it is opened
   */
  public static byte[] seal(SecretKey key, byte[] head, byte[] bound, byte[] clear) {
    byte[] nonce = random(NONCE_BYTES);
    byte[] sealed = new byte[head.length + OVERHEAD + clear.length];
    System.arraycopy(head, 0, sealed, 0, head.length);
    System.arraycopy(nonce, 0, sealed, head.length, NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0);
      cipher.updateAAD(bound);
      cipher.doFinal(clear, 0, clear.length, sealed, head.length + NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * {@return what {@link #seal} encrypted}
   *
   * @param from so many bytes are in front of it
   * @throws AEADBadTagException if it is not that, or not of this key, or bound to something else
   */
  public static byte[] open(SecretKey key, byte[] sealed, int from, byte[] bound)
      throws AEADBadTagException {
    if (sealed.length - from < OVERHEAD) {
      throw new AEADBadTagException("it is too short");
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, from);
      cipher.updateAAD(bound);
      int begin = from + NONCE_BYTES;
      return cipher.doFinal(sealed, begin, sealed.length - begin);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, int from)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce, from, NONCE_BYTES));
    return cipher;
  }
}

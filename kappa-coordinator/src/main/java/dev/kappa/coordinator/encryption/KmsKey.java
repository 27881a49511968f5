package dev.kappa.coordinator.encryption;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import java.util.Base64;
import java.util.Map;

/** A key of AWS's Key Management Service, which never leaves it. */
final class KmsKey implements KeyEncryptionKey {
  private final String name;
  private final KmsCalls calls;

  /**
   * That of a name.
   *
   * @param name the key's ARN, its id or an alias
   */
  KmsKey(String name, KmsCalls calls) {
    this.name = name;
    this.calls = calls;
  }

  @Override
  public String id() {
    return "kms:" + name;
  }

  @Override
  public byte[] wrap(byte[] dataKey, String place) {
    return calls.call("Encrypt", request("Plaintext", dataKey, place), "CiphertextBlob");
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String place) {
    byte[] key = calls.call("Decrypt", request("CiphertextBlob", wrapped, place), "Plaintext");
    if (key.length != Gcm.KEY_BYTES) {
      throw new KappaException(
          ErrorCode.NOT_AUTHENTIC,
          "data key %s has %d bytes (expected: %d)".formatted(place, key.length, Gcm.KEY_BYTES));
    }
    return key;
  }

  /** The context is in CloudTrail's records, too. */
  private Map<String, Object> request(String what, byte[] bytes, String place) {
    return Map.of(
        "KeyId",
        name,
        what,
        Base64.getEncoder().encodeToString(bytes),
        "EncryptionContext",
        Map.of("kappa:dataKey", place));
  }

  @Override
  public void close() {
    calls.close();
  }

  @Override
  public String toString() {
    return id();
  }
}

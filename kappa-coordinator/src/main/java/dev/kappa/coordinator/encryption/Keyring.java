package dev.kappa.coordinator.encryption;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that encrypt data keys: one to write with, all to read with. */
final class Keyring implements AutoCloseable {
  private final KeyEncryptionKey writing;
  private final Map<String, KeyEncryptionKey> all = new LinkedHashMap<>();
  private final boolean clear;

  /**
   * One of keys.
   *
   * @param keys the one to write with first
   * @param clear whether values that were stored in clear are read, too
   */
  Keyring(List<? extends KeyEncryptionKey> keys, boolean clear) {
    this.writing = keys.getFirst();
    this.clear = clear;
    keys.forEach(key -> all.putIfAbsent(key.id(), key));
  }

  KeyEncryptionKey writing() {
    return writing;
  }

  boolean readsClear() {
    return clear;
  }

  /**
   * {@return a data key in clear}
   *
   * @throws KappaException {@code UNKNOWN_KEY} if what encrypts it is not here
   */
  byte[] unwrap(WrappedKey key) {
    @Nullable KeyEncryptionKey by = all.get(key.by());
    if (by == null) {
      throw new KappaException(
          ErrorCode.UNKNOWN_KEY,
          "data key %s is encrypted with %s, which is not at hand (here: %s); name it in --keys, behind the one to write with"
              .formatted(key.field(), key.by(), String.join(", ", all.keySet())));
    }
    return by.unwrap(key.bytes(), key.field());
  }

  @Override
  public void close() {
    all.values().forEach(KeyEncryptionKey::close);
  }
}

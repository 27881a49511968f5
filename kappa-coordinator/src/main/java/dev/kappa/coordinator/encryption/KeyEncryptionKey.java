package dev.kappa.coordinator.encryption;

import dev.kappa.error.KappaException;

/** Encrypts data keys, of which the store has nothing else. Calls may wait; any thread may call. */
sealed interface KeyEncryptionKey extends AutoCloseable permits LocalKey, KmsKey {
  /** {@return what it is known by, for as long as anything is encrypted with it} */
  String id();

  /**
   * {@return a data key, encrypted}
   *
   * @param place what the data key is known by: it can't be passed off as another
   * @throws KappaException {@code KEYS_UNREACHABLE} or {@code KEY_REFUSED}
   */
  byte[] wrap(byte[] dataKey, String place);

  /**
   * {@return a data key that {@link #wrap} encrypted}
   *
   * @throws KappaException also {@code NOT_AUTHENTIC} if it is not one
   */
  byte[] unwrap(byte[] wrapped, String place);

  @Override
  default void close() {
    // Most hold nothing.
  }
}

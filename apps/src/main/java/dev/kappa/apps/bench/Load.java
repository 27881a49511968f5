package dev.kappa.apps.bench;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Bytes that weigh what they should: nothing that stores them can make them fewer. */
final class Load {
  /** As large as a value may be, but for what is stored beside. */
  static final int MOST = 31 << 20;

  private static final long SEED = 7;

  private Load() {}

  /** {@return {@code bytes} bytes, which are others for another {@code turn}} */
  static byte[] of(int bytes, long turn) {
    byte[] load = new byte[bytes];
    new SplittableRandom(SEED).nextBytes(load);
    if (bytes >= Long.BYTES) {
      ByteBuffer.wrap(load).putLong(0, turn);
    }
    return load;
  }
}

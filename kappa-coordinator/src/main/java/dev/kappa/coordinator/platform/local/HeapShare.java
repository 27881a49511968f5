package dev.kappa.coordinator.platform.local;

/** How much of a function's memory is Java heap. The rest is for classes, code and threads. */
final class HeapShare {
  /** As Lambda's own Java runtimes do. */
  static final int PERCENT = 85;

  private HeapShare() {}

  static int megabytes(int memoryMegabytes) {
    return memoryMegabytes * PERCENT / 100;
  }
}

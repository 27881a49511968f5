package dev.kappa.coordinator.platform.local;

/**
 * The end of a worker process.
 *
 * @param status its exit status; 128 and the signal's number if a signal ended it
 * @param lastWords the last lines of its output
 */
record WorkerExit(int status, String lastWords) {
  /** The JVM's status with {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  boolean outOfMemory() {
    return status == OUT_OF_MEMORY && lastWords.contains("java.lang.OutOfMemoryError");
  }
}

package dev.kappa.coordinator.platform.local;

/** How a call of the function ended. */
sealed interface InvocationResult {
  /** The bytes that go to the caller. */
  byte[] body();

  /** The function's own answer. */
  record Returned(byte[] body) implements InvocationResult {}

  /** A function error: JSON with {@code errorType} and {@code errorMessage}. */
  record Failed(byte[] body) implements InvocationResult {}
}

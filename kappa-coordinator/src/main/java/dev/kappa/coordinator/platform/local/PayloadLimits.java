package dev.kappa.coordinator.platform.local;

/** Lambda's limits of payloads, in bytes. */
final class PayloadLimits {
  /** The input of a synchronous invocation: 6 MB. */
  static final int REQUEST = 6 * 1024 * 1024;

  /** The input of an event: 1 MB. */
  static final int EVENT = 1024 * 1024;

  /** The answer of a synchronous invocation: 6 MB and a little. */
  static final int RESPONSE = REQUEST + 100;

  /** What is read at most before a request is answered with a refusal. */
  static final int READ = 100 * 1024 * 1024;

  private PayloadLimits() {}
}

package dev.kappa.handler;

/**
 * Too many steps go on though their time limits have passed: this process is to be given up. All
 * that its invocation did is committed. The runtime ends a process only for an error of this kind.
 */
final class SpentError extends VirtualMachineError {
  SpentError() {
    super(
        "more than %d steps went on after their time limits, and did not end when they were interrupted; this process is given up"
            .formatted(StepThreads.MOST_LEFT));
  }
}

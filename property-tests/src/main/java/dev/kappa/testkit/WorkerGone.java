package dev.kappa.testkit;

/** The worker dies here. As an error of the virtual machine, nothing of the worker's catches it. */
final class WorkerGone extends InternalError {
  private static final long serialVersionUID = 1;

  WorkerGone(String why) {
    super(why);
  }
}

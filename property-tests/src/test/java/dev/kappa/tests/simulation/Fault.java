package dev.kappa.tests.simulation;

/** What can go wrong in a simulated world. */
enum Fault {
  /** A connection between a worker and a coordinator breaks; what is on its way is lost. */
  CUT(0.03),
  /** A worker dies. */
  WORKER_CRASH(0.03),
  /** A worker stands still for a while, and then goes on as if nothing had happened. */
  WORKER_FREEZE(0.01),
  /** A worker gives its task back though it could go on. */
  RELEASE(0.05),
  /** An invocation never comes to run. */
  NO_START(0.1),
  /** The platform refuses an invocation for now. */
  THROTTLED(0.2),
  /** The connection of an invocation breaks while the worker lives. */
  INVOKE_BROKEN(0.1),
  /** The platform kills a worker that was not at its limit. */
  TIMED_OUT(0.05),
  /** Redis refuses a command. */
  STORE_REFUSED(0.03),
  /** The connection to Redis breaks before a command was done. */
  STORE_LOST(0.03),
  /** The connection to Redis breaks after a command was done. */
  STORE_UNACKNOWLEDGED(0.03),
  /** Redis does a command and does not answer. */
  STORE_SILENT(0.01),
  /** The way to Redis, or from it, stands still for a while: what is on it comes late. */
  STORE_STALLED(0.003),
  /** Another Redis takes over that has all that was written. */
  FAIL_OVER(0.002),
  /** Another Redis takes over that lacks the last batches, acknowledged ones too. */
  TAIL_LOST(0.002),
  /** A coordinator dies. */
  COORDINATOR_CRASH(0.004),
  /** A coordinator stands still for a while; others take over meanwhile. */
  COORDINATOR_FREEZE(0.003),
  /** Another coordinator joins. */
  COORDINATOR_JOINED(0.002),
  /** A coordinator gives its partitions away and ends. */
  COORDINATOR_LEAVES(0.002),
  /** A coordinator's clock is behind. */
  CLOCK(0.5),
  /** The platform runs an invocation twice, and gives the answer of one of them. */
  TWICE(0.05, true),
  /** The platform finds what an invocation is given, or what it returns, too large. */
  TOO_LARGE(0.03, true),
  /** The bucket for large values is not reached. */
  BUCKET_AWAY(0.03, true),
  /** The bucket for large values does what it is asked for and does not answer. */
  BUCKET_SILENT(0.03, true),
  /** What an invocation is given, or returns, is cut or lost in the bucket. */
  CLAIM_DAMAGED(0.05, true);

  /** The highest probability: of each message, turn, command, or event on a loop. */
  final double most;

  /** Whether it happens to functions alone that return what they did. */
  final boolean ofReturning;

  Fault(double most) {
    this(most, false);
  }

  Fault(double most, boolean ofReturning) {
    this.most = most;
    this.ofReturning = ofReturning;
  }
}

package dev.kappa.tests.soak;

import java.time.Duration;

/** What is done to a process or a connection, and for how long. */
sealed interface Fault {
  /** Kinds of processes. */
  enum Target {
    WORKER,
    COORDINATOR,
    REDIS,
    /** The server as S3, which may be there. */
    BUCKET
  }

  /** Connections. */
  enum Line {
    /** Between a coordinator and Redis. */
    STORE,
    /** Between a coordinator's workers and all coordinators, where workers connect to them. */
    WORKERS,
    /** Between a coordinator and the service that runs functions, where workers are such. */
    FUNCTIONS,
    /** Between a coordinator or workers and the bucket, where there is one. */
    BUCKET
  }

  /** {@return how long} */
  Duration time();

  /** {@return for the report: what is counted together} */
  String kind();

  /**
   * A process is killed.
   *
   * @param which a number that chooses among those that there are
   * @param time how long it stays away; a worker's coordinator decides that itself
   */
  record Kill(Target target, int which, Duration time) implements Fault {
    @Override
    public String kind() {
      return "kill " + target;
    }
  }

  /** A process stands still. */
  record Freeze(Target target, int which, Duration time) implements Fault {
    @Override
    public String kind() {
      return "freeze " + target;
    }
  }

  /**
   * A coordinator is asked to end, as users do it (SIGTERM), and gives away what it has.
   *
   * @param time how long it stays away when it has ended
   */
  record Leave(int which, Duration time) implements Fault {
    @Override
    public String kind() {
      return "leave COORDINATOR";
    }
  }

  /**
   * One more coordinator joins, and is asked to end again.
   *
   * @param time how long it stays
   */
  record Join(Duration time) implements Fault {
    @Override
    public String kind() {
      return "join COORDINATOR";
    }
  }

  /** A connection does not do as it should. */
  record Cut(Line line, int which, Cable.State state, Duration time) implements Fault {
    @Override
    public String kind() {
      return state + " " + line;
    }
  }
}

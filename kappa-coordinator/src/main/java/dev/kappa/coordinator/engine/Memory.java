package dev.kappa.coordinator.engine;

/** How much memory the runs take that are loaded. */
final class Memory {
  /** What a run takes beside what it holds. */
  private static final int RUN = 4 << 10;

  /** What a run is believed to take until it is known. */
  private static final int LOADING = 16 << 10;

  private final long most;
  private long used;

  Memory(long most) {
    this.most = most;
  }

  /** {@return whether no more runs should be loaded} Those that must go on are all the same. */
  boolean full() {
    return used > most;
  }

  long used() {
    return used;
  }

  long most() {
    return most;
  }

  /** What one run takes. */
  final class Share {
    private long bytes = RUN + LOADING;

    private Share() {
      used += bytes;
    }

    /** The run holds so many bytes now. */
    void set(long held) {
      used += RUN + held - bytes;
      bytes = RUN + held;
    }

    /** The run is no more in memory. */
    void free() {
      used -= bytes;
      bytes = 0;
    }
  }

  /** {@return the share of a run that is about to be loaded} */
  Share share() {
    return new Share();
  }
}

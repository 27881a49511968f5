package dev.kappa.local;

/**
 * How the workers of a {@link LocalRun} behave. Whatever the mode, a program gives the same.
 *
 * @param fuel how many turns of the interpreter are run at once; after each it commits, unless this
 *     is {@link #ENDLESS}
 * @param crashEvery after how many commits the worker dies, and another takes what is stored; 0 for
 *     never
 * @param loaded how many frames a worker is given with the task
 * @param fetched how many more it gets when it asks
 * @param loses whether it dies once before each commit, so that what it did since the last is lost
 */
public record Mode(int fuel, int crashEvery, int loaded, int fetched, boolean loses) {
  /** No commits but those that a worker needs. */
  public static final int ENDLESS = 1 << 16;

  private static final int ALL = Integer.MAX_VALUE;

  /** One worker from the start to the end. */
  public static final Mode STRAIGHT = new Mode(ENDLESS, 0, ALL, ALL, false);

  /** After each commit that a worker makes, another goes on. */
  public static final Mode CRASH = new Mode(ENDLESS, 1, ALL, ALL, false);

  /** A commit after each turn of the interpreter, and another worker after each commit. */
  public static final Mode CRASH_EVERYWHERE = new Mode(1, 1, ALL, ALL, false);

  /** A commit after each turn; each worker makes several, one on the other. */
  public static final Mode COMMIT_EVERYWHERE = new Mode(1, 3, ALL, ALL, false);

  /** As {@link #CRASH_EVERYWHERE}, with frames that are fetched one by one. */
  public static final Mode LAZY = new Mode(1, 1, 0, 1, false);

  /** As {@link #CRASH}, and all is done twice. */
  public static final Mode TWICE = new Mode(ENDLESS, 1, ALL, ALL, true);

  boolean commitsWhenPaused() {
    return fuel != ENDLESS;
  }

  /** {@return the same, where a worker is given {@code first} frames and then {@code more}} */
  public Mode frames(int first, int more) {
    return new Mode(fuel, crashEvery, first, more, loses);
  }
}

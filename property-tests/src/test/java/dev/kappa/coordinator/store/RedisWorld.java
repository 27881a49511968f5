package dev.kappa.coordinator.store;

import java.util.List;
import java.util.Map;

/** The world around a simulated Redis. */
public interface RedisWorld {
  /** What happens to a command. */
  enum Trouble {
    /** Nothing: it is done and answered. */
    NONE,
    /** It is answered with an error, and not done. */
    REFUSED,
    /** The connection breaks before it is done. */
    LOST,
    /** It is done, then the connection breaks. */
    UNACKNOWLEDGED,
    /** It is done, and no answer comes. */
    SILENT,
    /** It is done late, or answered late, as all after it on that connection. */
    STALLED,
    /** It is done at {@link #then}, as all after it on that connection. */
    DONE_LATE,
    /** It is answered at {@link #then}, as all after it on that connection. */
    ANSWERED_LATE
  }

  /** {@return milliseconds since 1970} */
  long now();

  /** Does something later. */
  void at(long millis, Runnable action);

  /** {@return how long a message takes to the server or back} */
  int delay();

  /** {@return how long a client waits before it tries again} */
  int pause();

  /** {@return how long the way to the server or back stands still; longer than any delay} */
  int stall();

  /** {@return when what names {@code key} first is done or answered, if that is late} */
  long then(String key);

  /** {@return whether the server that has {@code key} serves nobody now} */
  boolean isAway(String key);

  /** {@return what happens to the next command, which names {@code key} first} */
  Trouble trouble(String key);

  /**
   * Entities of a run have been stored: those that changed, and the names of those that are no
   * more.
   */
  void stored(String run, Map<String, byte[]> changed, List<String> dropped);

  /** A partition was taken over, by its header's key and the owner that this now names. */
  void taken(String partition, String owner);

  /** An owner has written a batch. */
  void wrote(String owner);

  /** A rule of the store was broken. */
  void violated(String what);
}

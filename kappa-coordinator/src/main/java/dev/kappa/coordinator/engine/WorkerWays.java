package dev.kappa.coordinator.engine;

import dev.kappa.wire.Message;

/** Leads a worker's messages to a coordinator. */
@FunctionalInterface
public interface WorkerWays {
  /**
   * Begins to connect, and says {@code hello} first.
   *
   * @param ear hears all that comes, on the engine's loop, not within this call
   */
  Way open(Message.Address to, Message.Hello hello, Ear ear);

  /** What a worker says goes this way. Its methods are called on the engine's loop. */
  interface Way {
    /** Sends a message; when the way is closed nothing happens. */
    void send(Message message);

    /** Ends it. Nothing is heard after that. */
    void close();
  }

  /** Hears what comes the other way. */
  interface Ear {
    /** A message has come. */
    void heard(Message message);

    /** Nothing more is to be sent, or it is again. */
    void slow(boolean slow);

    /** The other side has ended it; said once. */
    void closed();
  }
}

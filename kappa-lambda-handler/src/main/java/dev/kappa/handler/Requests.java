package dev.kappa.handler;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;

/** What a worker asks of the coordinator. Replies come in the order of the requests. */
public interface Requests {
  /**
   * {@return whether replies come while the worker works} If not, an attempt ends with its first
   * commit, and goes on as another one, with what the reply says.
   */
  default boolean isLive() {
    return true;
  }

  /** {@return the largest value that it takes, in bytes} */
  default int mostOfValue() {
    return WorkerHost.MAX_VALUE;
  }

  /** {@return how many bytes the next commit may have, blobs apart} */
  default long room() {
    return WorkerHost.MAX_COMMIT;
  }

  /** {@return how many bytes the next blob may have} */
  default long roomForBlob() {
    return WorkerHost.MAX_VALUE;
  }

  /** {@return what else may be done about a limit, with a comma in front; empty if nothing} */
  default String remedy() {
    return "";
  }

  /** Sends requests; does not wait for replies. */
  void send(Message... messages);

  /** {@return the reply to the oldest request} Waits for it. */
  Message receive();

  /** {@return whether a reply has arrived} */
  boolean hasReply();

  /** {@return how many requests are unanswered} */
  int unanswered();

  /** {@return their bytes} */
  long unansweredBytes();

  /** {@return whether replies to all requests but a poll were taken} */
  boolean settled();

  /** {@return a request for a task that waits no longer than this worker can} */
  Message.Poll poll();

  /** {@return whether the coordinator wants the attempt's task back, for others that wait} */
  boolean wants(AttemptRef attempt);

  /** Says that the attempt lives, beside its heartbeats. By any thread. */
  void heartbeat(AttemptRef attempt);

  /** {@return whether the attempt's task is to be cancelled} By any thread. */
  boolean cancels(AttemptRef attempt);

  /** {@return whether the task is not the attempt's any more} By any thread. */
  boolean supersedes(AttemptRef attempt);
}

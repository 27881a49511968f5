package dev.kappa.handler;

import dev.kappa.wire.Message;

/** One invocation that works: takes tasks, one after the other. */
final class Invocation {
  private final Link link;
  private final Surroundings surroundings;
  private final Idle idle;
  private long tasks;

  /** What is done when there is no task. */
  interface Idle {
    /** {@return whether it asks again} Else it ends. */
    boolean asksAgain();

    /** It has a task. */
    default void begins() {}

    /** It has it no more. */
    default void ends() {}
  }

  /** One of the function, which ends when there is no task for it. */
  Invocation(Link link, Surroundings surroundings) {
    this(link, surroundings, () -> false);
  }

  Invocation(Link link, Surroundings surroundings, Idle idle) {
    this.link = link;
    this.surroundings = surroundings;
    this.idle = idle;
  }

  /** {@return the answer} */
  byte[] run() {
    try {
      String reason = work();
      return Answer.worked(tasks, reason);
    } catch (LinkEndedException e) {
      return Answer.stopped(tasks, e.reason(), e.code(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * {@return in one word why it ended}
   *
   * @throws LinkEndedException if there is no way to go on with the coordinator
   */
  String work() {
    link.open();
    try (Heartbeat heartbeat = new Heartbeat(link.heartbeatMillis(), link::heartbeat)) {
      return takeTasks(heartbeat);
    }
  }

  private String takeTasks(Heartbeat heartbeat) {
    while (true) {
      if (!link.hasPoll()) {
        if (surroundings.threads().areSpent()) {
          return "stuck";
        }
        if (surroundings.time().isNear()) {
          return "deadline";
        }
        link.send(link.poll());
      }
      Message reply = link.receive();
      if (reply instanceof Message.Released) {
        if (idle.asksAgain()) {
          continue;
        }
        return "released";
      }
      if (!(reply instanceof Message.Assigned assigned)) {
        throw LinkEndedException.unexpected(reply, "a task, or word that there is none");
      }
      tasks++;
      idle.begins();
      try {
        heartbeat.of(assigned.assignment().ref());
        TaskRunner.run(assigned.assignment(), link, surroundings, tasks == 1);
        heartbeat.of(null);
      } finally {
        idle.ends();
      }
    }
  }
}

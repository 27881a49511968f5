package dev.kappa.handler;

import dev.kappa.wire.Message;

/** One invocation that works: takes tasks, one after the other. */
final class Invocation {
  private final Link link;
  private final Surroundings surroundings;
  private long tasks;

  Invocation(Link link, Surroundings surroundings) {
    this.link = link;
    this.surroundings = surroundings;
  }

  /** {@return the answer} */
  byte[] run() {
    try {
      link.open();
      try (Heartbeat heartbeat = new Heartbeat(link.heartbeatMillis(), link::heartbeat)) {
        String reason = takeTasks(heartbeat);
        return Answer.worked(tasks, reason);
      }
    } catch (LinkEndedException e) {
      return Answer.stopped(tasks, e.reason(), e.code(), String.valueOf(e.getMessage()));
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
        return "released";
      }
      if (!(reply instanceof Message.Assigned assigned)) {
        throw LinkEndedException.unexpected(reply, "a task, or word that there is none");
      }
      tasks++;
      heartbeat.of(assigned.assignment().ref());
      TaskRunner.run(assigned.assignment(), link, surroundings, tasks == 1);
      heartbeat.of(null);
    }
  }
}

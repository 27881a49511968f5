package dev.kappa.handler;

import dev.kappa.wire.Message;

/** One invocation that works without a connection: one task, until a reply is needed. */
final class Turn {
  private final Order.Turn order;
  private final Surroundings surroundings;

  Turn(Order.Turn order, Surroundings surroundings) {
    this.order = order;
    this.surroundings = surroundings;
  }

  /** {@return the answer} */
  byte[] run() {
    Message.Assigned task = null;
    Recorder recorder = new Recorder();
    for (Message message : order.messages()) {
      switch (message) {
        case Message.Assigned m -> task = m;
        case Message.PutBlob m -> recorder.has(m.name(), m.bytes());
        case Message.FetchBlob m -> recorder.has(m.name(), null);
        default -> throw LinkEndedException.unexpected(message, "a task and its blobs");
      }
    }
    if (task == null) {
      throw Order.foreign("it brings no task", null);
    }
    try {
      TaskRunner.turn(task.assignment(), recorder, surroundings, order);
      return Answer.returned(recorder.recorded());
    } catch (LinkEndedException e) {
      return Answer.stopped(1, e.reason(), e.code(), String.valueOf(e.getMessage()));
    }
  }
}

package dev.kappa.handler;

import dev.kappa.error.KappaException;
import dev.kappa.objects.Carried;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import java.util.List;

/** One invocation that works without a connection: one task, until a reply is needed. */
final class Turn {
  private final Order.Turn order;
  private final Surroundings surroundings;
  private final Recorder recorder;

  Turn(Order.Turn order, Surroundings surroundings) {
    this.order = order;
    this.surroundings = surroundings;
    this.recorder = new Recorder(surroundings.large().carries());
  }

  /** {@return the answer} */
  byte[] run() {
    long tasks = 0;
    try {
      Assignment task = task(Order.messages(surroundings.large().unpacked(order.said())));
      tasks = 1;
      TaskRunner.turn(task, recorder, surroundings, order);
      return answer(task.ref());
    } catch (LinkEndedException e) {
      return Answer.stopped(tasks, e.reason(), e.code(), String.valueOf(e.getMessage()));
    }
  }

  private Assignment task(List<Message> messages) {
    Assignment task = null;
    for (Message message : messages) {
      switch (message) {
        case Message.Assigned m -> task = m.assignment();
        case Message.PutBlob m -> recorder.has(m.name(), m.bytes());
        case Message.FetchBlob m -> recorder.has(m.name(), null);
        default -> throw LinkEndedException.unexpected(message, "a task and its blobs");
      }
    }
    if (task == null) {
      throw Order.foreign("it brings no task", null);
    }
    if (order.said() instanceof Carried.Claim claim && !claim.isOf(task.ref(), Carried.Way.ORDER)) {
      throw Order.foreign("it names an object of another attempt", null);
    }
    return task;
  }

  /** The task has had this invocation, whether or not that can be told. */
  private byte[] answer(AttemptRef attempt) {
    try {
      return Answer.returned(surroundings.large().packed(attempt, recorder.recorded()));
    } catch (KappaException e) {
      return Answer.stopped(1, "refused", e.code().text(), String.valueOf(e.getMessage()));
    }
  }
}

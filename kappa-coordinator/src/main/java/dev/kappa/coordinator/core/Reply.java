package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Message;
import dev.kappa.wire.PermitAnswer;

/** What a command gives back, once its changes are durable. */
public sealed interface Reply {
  /** Nothing to say. */
  record None() implements Reply {}

  /** A defect of the coordinator: nothing was changed. */
  record Broken(String message) implements Reply {}

  /** Another coordinator has the run, or will have it: what came of the command is not known. */
  record Moved() implements Reply {}

  /** There is no such run. */
  record Unknown() implements Reply {}

  /** The run was begun, now or before. */
  record Started(boolean now) implements Reply {}

  /** The run was begun before, with something else. */
  record Conflict() implements Reply {}

  /** It can't be done; nothing was changed. */
  record Refused(ErrorCode code, String message) implements Reply {}

  /**
   * A schedule, as it is by now.
   *
   * @param running how many of its runs have not ended, as far as that was heard
   */
  record OfSchedule(ScheduleState schedule, int running) implements Reply {}

  /** How far a permit is. */
  record OfLimit(PermitAnswer answer) implements Reply {}

  /** A worker has the task now. */
  record Assigned(Assignment assignment) implements Reply {}

  /** No such task is ready. */
  record NotReady() implements Reply {}

  /** The answer to a commit. */
  record ToWorker(Message message) implements Reply {}
}

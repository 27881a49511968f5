package dev.kappa.coordinator.core;

/** What is asked of a schedule. */
public sealed interface ScheduleCommand {
  /** Nothing but how it is. */
  record Show() implements ScheduleCommand {}

  /** Is to be so from now on, whether it was there before or not. */
  record Put(ScheduleSpec spec) implements ScheduleCommand {}

  /** Starts nothing until it is resumed; or goes on. */
  record Pause(boolean paused) implements ScheduleCommand {}

  /**
   * Starts a run now.
   *
   * @param key two with one key start one run
   */
  record Trigger(String key) implements ScheduleCommand {}

  /**
   * Is to be no more. Its runs go on.
   *
   * @param byCode whether the application's code says so
   */
  record Delete(boolean byCode) implements ScheduleCommand {}
}

package dev.kappa.coordinator.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What clients can ask of schedules. No method blocks; each future completes exceptionally with a
 * {@link dev.kappa.error.KappaException} that says what went wrong. What is answered is durable.
 * All may be sent twice.
 */
public interface Schedules {
  /** Who says what a schedule is to do. */
  enum Source {
    /** A client. */
    CLIENT,
    /** The application's code: only it replaces and deletes such a one. */
    CODE
  }

  /**
   * Makes a schedule, or changes it.
   *
   * @param body what it is to do, as JSON, as {@code docs/api.md} describes it
   */
  CompletableFuture<ScheduleView> put(String name, String body, Source source);

  /** {@return the schedule as it is now, or {@code UNKNOWN_SCHEDULE}} */
  CompletableFuture<ScheduleView> find(String name);

  /** {@return all schedules, by name} */
  CompletableFuture<List<ScheduleView>> list();

  /** Starts nothing from now on; or goes on with what is due from now on. */
  CompletableFuture<ScheduleView> pause(String name, boolean paused);

  /**
   * Starts a run now.
   *
   * @param key two requests with one key start one run
   */
  CompletableFuture<ScheduleView> trigger(String name, String key);

  /** Deletes it, and answers as it was. Its runs go on. */
  CompletableFuture<ScheduleView> delete(String name, Source source);
}

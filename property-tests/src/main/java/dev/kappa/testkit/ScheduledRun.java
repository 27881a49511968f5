package dev.kappa.testkit;

import java.time.Instant;

/**
 * A run that a schedule has started.
 *
 * @param due its due time
 * @param run what became of it
 */
public record ScheduledRun(Instant due, Run<Object> run) {}

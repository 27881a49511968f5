package dev.kappa;

/**
 * Who a task is.
 *
 * @param runId the run's id
 * @param task the task's handle within the run
 * @param attempt the epoch of the attempt that asked, from 1
 */
public record TaskContext(String runId, String task, long attempt) {}

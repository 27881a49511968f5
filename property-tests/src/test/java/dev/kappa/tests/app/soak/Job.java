package dev.kappa.tests.app.soak;

/**
 * The input of each of these workflows.
 *
 * @param traces the file in which the run's steps leave a line each time they run
 * @param size how much there is to do
 * @param width how wide it is, where it is more than one task
 * @param pause how many milliseconds a step takes at most
 */
public record Job(String traces, int size, int width, int pause) {}

package dev.kappa.testkit;

/**
 * How much was tried.
 *
 * @param runs how many runs there were
 * @param commits how many commits a run makes in which nothing goes wrong
 */
public record Report(int runs, int commits) {}

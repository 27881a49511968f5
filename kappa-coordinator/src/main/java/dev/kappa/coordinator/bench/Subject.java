package dev.kappa.coordinator.bench;

import java.util.Map;
import java.util.function.IntFunction;

/**
 * An application as it is measured.
 *
 * @param name its workflow
 * @param what it does in a run
 * @param input what it is given, by the number of workers
 * @param drained whether it goes on without end until it is told to drain
 * @param rival another program that does the same
 */
record Subject(
    String name, String what, IntFunction<Map<String, ?>> input, boolean drained, Rival rival) {}

/**
 * What is told of a coordinator to who watches it, {@code docs/operations.md}: counters, which are
 * plain numbers of one thread, the catalogue of all metrics, and their text. The library that
 * writes the text is loaded when it is asked for, and not before.
 */
@NullMarked
package dev.kappa.coordinator.metrics;

import org.jspecify.annotations.NullMarked;

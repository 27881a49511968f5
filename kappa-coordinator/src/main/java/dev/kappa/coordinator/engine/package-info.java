/**
 * Runs at work: what is asked goes through the core into the store, and its effects out to workers
 * and callers. Everything here happens on one event loop.
 */
@NullMarked
package dev.kappa.coordinator.engine;

import org.jspecify.annotations.NullMarked;

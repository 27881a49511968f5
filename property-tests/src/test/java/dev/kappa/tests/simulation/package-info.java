/**
 * A small world in one thread: the coordinator's core, workers with the real interpreter, codec and
 * messages, a network that loses, doubles, delays and reorders, processes that die at any moment,
 * and time that passes only when it must. All of it is decided by one seed.
 */
@NullMarked
package dev.kappa.tests.simulation;

import org.jspecify.annotations.NullMarked;

/**
 * The state of a run and what changes it: plain values, no I/O, no clock, no threads. {@link
 * dev.kappa.coordinator.core.Core#apply} is the door.
 */
@NullMarked
package dev.kappa.coordinator.core;

import org.jspecify.annotations.NullMarked;

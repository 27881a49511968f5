/** A real Redis server as a child process, for when none is configured. */
@NullMarked
package dev.kappa.coordinator.embedded;

import org.jspecify.annotations.NullMarked;

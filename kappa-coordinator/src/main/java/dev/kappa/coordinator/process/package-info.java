/** How other processes are started. */
@NullMarked
package dev.kappa.coordinator.process;

import org.jspecify.annotations.NullMarked;

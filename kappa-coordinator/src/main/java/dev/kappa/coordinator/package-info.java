/** The coordinator, put together. Start at {@link dev.kappa.coordinator.Coordinator}. */
@NullMarked
package dev.kappa.coordinator;

import org.jspecify.annotations.NullMarked;

/** Handlers that tests run in worker processes. */
@NullMarked
package dev.kappa.coordinator.platform.local.handler;

import org.jspecify.annotations.NullMarked;

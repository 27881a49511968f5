/** A local Lambda service: the Invoke API in front of real worker processes. */
@NullMarked
package dev.kappa.coordinator.platform.local;

import org.jspecify.annotations.NullMarked;

/** Tests of the local Lambda service, with real worker processes. */
@NullMarked
package dev.kappa.coordinator.platform.local;

import org.jspecify.annotations.NullMarked;

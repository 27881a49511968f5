/** Tests of the platforms. */
@NullMarked
package dev.kappa.coordinator.platform;

import org.jspecify.annotations.NullMarked;

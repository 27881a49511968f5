/** Tests of the embedded server, with the real one. */
@NullMarked
package dev.kappa.coordinator.embedded;

import org.jspecify.annotations.NullMarked;

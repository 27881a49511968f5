/** Tests of what a coordinator is made of. */
@NullMarked
package dev.kappa.coordinator;

import org.jspecify.annotations.NullMarked;

/** Deliberate bugs, each of which a property must catch. */
@NullMarked
package dev.kappa.tests.mutations;

import org.jspecify.annotations.NullMarked;

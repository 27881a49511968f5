/** A class in another package than what is compiled in tests. */
@NullMarked
package dev.kappa.codec.inherited;

import org.jspecify.annotations.NullMarked;

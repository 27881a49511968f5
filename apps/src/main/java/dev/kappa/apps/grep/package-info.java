/** Parallel grep: chunks at any byte, whose neighbours hand each other the lines between them. */
@NullMarked
package dev.kappa.apps.grep;

import org.jspecify.annotations.NullMarked;

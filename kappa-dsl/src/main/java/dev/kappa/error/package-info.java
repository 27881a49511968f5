/** The catalogue of errors: each with a stable code. */
@NullMarked
package dev.kappa.error;

import org.jspecify.annotations.NullMarked;

/** Lambdas as data: taken apart, fingerprinted, and put together again. */
@NullMarked
package dev.kappa.lambda;

import org.jspecify.annotations.NullMarked;

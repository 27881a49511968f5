/** Lambdas as data: taken apart, fingerprinted, and put together again. Used by the codec. */
@NullMarked
package dev.kappa.codec.lambda;

import org.jspecify.annotations.NullMarked;

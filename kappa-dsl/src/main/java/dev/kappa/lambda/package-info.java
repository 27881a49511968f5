/** The check of lambdas where they are given, before anything depends on them. */
@NullMarked
package dev.kappa.lambda;

import org.jspecify.annotations.NullMarked;

/** Workflows whose results and traces tell whether the rules of execution were kept. */
@NullMarked
package dev.kappa.tests.app.soak;

import org.jspecify.annotations.NullMarked;

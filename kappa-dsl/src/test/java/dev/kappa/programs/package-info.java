/** Programs as users write them. That they compile is half of the test. */
@NullMarked
package dev.kappa.programs;

import org.jspecify.annotations.NullMarked;

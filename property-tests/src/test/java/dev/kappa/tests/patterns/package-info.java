/** The programs that {@code docs/compared.md} counts, and their tests. */
@NullMarked
package dev.kappa.tests.patterns;

import org.jspecify.annotations.NullMarked;

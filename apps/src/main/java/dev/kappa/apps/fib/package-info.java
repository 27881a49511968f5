/** Fibonacci numbers, each by two tasks of its own. */
@NullMarked
package dev.kappa.apps.fib;

import org.jspecify.annotations.NullMarked;

/** What a task is made of, and the pure loop that runs it. */
@NullMarked
package dev.kappa.interpreter;

import org.jspecify.annotations.NullMarked;

/** Random programs, which give the same on the interpreter and when they are simply calculated. */
@NullMarked
package dev.kappa.random;

import org.jspecify.annotations.NullMarked;

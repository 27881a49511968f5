/** Runs tasks in this JVM, without a coordinator, with workers that die when they are told to. */
@NullMarked
package dev.kappa.local;

import org.jspecify.annotations.NullMarked;

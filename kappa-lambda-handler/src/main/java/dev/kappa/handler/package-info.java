/**
 * The worker: a function invocation that takes tasks from the coordinator, runs their steps, and
 * commits what is left of them. {@link KappaHandler} is the function's entry point, {@link Worker}
 * the same within a JVM.
 */
@NullMarked
package dev.kappa.handler;

import org.jspecify.annotations.NullMarked;

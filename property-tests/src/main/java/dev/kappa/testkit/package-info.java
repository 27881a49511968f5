/**
 * Tests of workflows, in one JVM and in virtual time, with every fault that a worker can have.
 * Start at {@link dev.kappa.testkit.KappaTest}.
 */
@NullMarked
package dev.kappa.testkit;

import org.jspecify.annotations.NullMarked;

/**
 * Long tests with real processes: while runs go on, processes are killed and frozen and connections
 * cut, as a seed says. What came of it is checked from outside.
 */
@NullMarked
package dev.kappa.tests.soak;

import org.jspecify.annotations.NullMarked;

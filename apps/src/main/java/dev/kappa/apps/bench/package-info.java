/** Workflows that measure what a step, a task and a message cost. */
@NullMarked
package dev.kappa.apps.bench;

import org.jspecify.annotations.NullMarked;

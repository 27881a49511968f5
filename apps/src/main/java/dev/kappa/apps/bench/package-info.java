/** Workflows that measure what steps, checkpoints, tasks and messages cost. */
@NullMarked
package dev.kappa.apps.bench;

import org.jspecify.annotations.NullMarked;

/** What simulated worlds need of the stores with a bucket. */
@NullMarked
package dev.kappa.coordinator.blobs;

import org.jspecify.annotations.NullMarked;

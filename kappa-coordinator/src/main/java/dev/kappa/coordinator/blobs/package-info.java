/** A store whose large values are in a bucket, where workers put them and have them from. */
@NullMarked
package dev.kappa.coordinator.blobs;

import org.jspecify.annotations.NullMarked;

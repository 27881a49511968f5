@NullMarked
package dev.kappa.coordinator.blobs;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.kappa.coordinator.metrics;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.kappa.coordinator.access;

import org.jspecify.annotations.NullMarked;

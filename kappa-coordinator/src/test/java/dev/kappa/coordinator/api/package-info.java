@NullMarked
package dev.kappa.coordinator.api;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.kappa.coordinator.engine;

import org.jspecify.annotations.NullMarked;

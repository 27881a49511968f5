@NullMarked
package dev.kappa.coordinator.core;

import org.jspecify.annotations.NullMarked;

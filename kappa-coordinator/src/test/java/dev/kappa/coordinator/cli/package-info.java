@NullMarked
package dev.kappa.coordinator.cli;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.kappa.coordinator.server;

import org.jspecify.annotations.NullMarked;

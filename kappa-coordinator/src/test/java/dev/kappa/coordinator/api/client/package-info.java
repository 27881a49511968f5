@NullMarked
package dev.kappa.coordinator.api.client;

import org.jspecify.annotations.NullMarked;

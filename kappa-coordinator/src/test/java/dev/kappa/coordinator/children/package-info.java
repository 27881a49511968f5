/** What tests with real processes share. */
@NullMarked
package dev.kappa.coordinator.children;

import org.jspecify.annotations.NullMarked;

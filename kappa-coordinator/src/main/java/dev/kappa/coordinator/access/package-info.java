/** Who may ask what: tokens, roles and what proves them. */
@NullMarked
package dev.kappa.coordinator.access;

import org.jspecify.annotations.NullMarked;

/** Measures what Kappa costs, beside what its parts cost, in one run. */
@NullMarked
package dev.kappa.coordinator.bench;

import org.jspecify.annotations.NullMarked;

/** The templates of deployments. */
@NullMarked
package dev.kappa.coordinator.deploy;

import org.jspecify.annotations.NullMarked;

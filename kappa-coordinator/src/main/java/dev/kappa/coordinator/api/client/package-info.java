/** The client of the HTTP API: {@link dev.kappa.coordinator.api.client.KappaClient}. */
@NullMarked
package dev.kappa.coordinator.api.client;

import org.jspecify.annotations.NullMarked;

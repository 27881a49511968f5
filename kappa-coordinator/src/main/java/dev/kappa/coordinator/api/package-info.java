/**
 * The client HTTP API: {@link dev.kappa.coordinator.api.Runs} is what the coordinator offers,
 * {@link dev.kappa.coordinator.api.ApiServer} serves it, the records are what goes over it.
 */
@NullMarked
package dev.kappa.coordinator.api;

import org.jspecify.annotations.NullMarked;

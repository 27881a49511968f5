/**
 * Where runs are kept: {@link dev.kappa.coordinator.store.Store} with one implementation on Redis
 * and one in memory. State is written as changes of entities, in batches that are fenced by their
 * owner.
 */
@NullMarked
package dev.kappa.coordinator.store;

import org.jspecify.annotations.NullMarked;

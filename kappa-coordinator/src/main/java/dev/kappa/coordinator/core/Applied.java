package dev.kappa.coordinator.core;

import dev.kappa.coordinator.store.Change;
import java.util.List;

/**
 * What a command came to.
 *
 * @param state the run afterwards
 * @param changes to be stored, in order, all or none
 * @param effects to be done; {@link Effect.Ended} and {@link Effect.Over} after the changes are
 *     durable
 * @param reply to be given after the changes are durable
 */
public record Applied(RunState state, List<Change> changes, List<Effect> effects, Reply reply) {}

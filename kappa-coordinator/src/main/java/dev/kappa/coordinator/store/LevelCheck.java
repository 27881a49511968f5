package dev.kappa.coordinator.store;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;

/**
 * Asks a master whether it still gives what was promised at the start. After a fail-over it is
 * another server, and settings can be changed while one runs.
 */
@FunctionalInterface
interface LevelCheck {
  /** {@return completes if it does; fails with {@code UNSUPPORTED_STORE} if not} */
  CompletionStage<Void> held(RedisURI master, RedisAsyncCommands<byte[], byte[]> redis);
}

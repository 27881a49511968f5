package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.store.Durability;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator is started with.
 *
 * @param dataDirectory where all that it keeps on disk is; exists
 * @param redis the Redis to use; null for an embedded one in the data directory
 * @param host the name or address that its API listens on
 * @param port the API's port; 0 for one that is free
 * @param jar the application; a readable jar
 * @param memoryMb the memory of a function, in MiB
 * @param timeout the time limit of an invocation
 * @param concurrency the most functions that run at once
 * @param durability what an acknowledged commit survives
 */
public record CoordinatorOptions(
    Path dataDirectory,
    @Nullable URI redis,
    String host,
    int port,
    Path jar,
    int memoryMb,
    Duration timeout,
    int concurrency,
    Durability durability) {}

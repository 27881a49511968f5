package dev.kappa;

/**
 * Something that a task can wait for, alone or beside others in {@link Task#select}.
 *
 * @param <T> what it gives
 */
public sealed interface Source<T> permits TaskFuture, RunFuture, Channel, Signal, Timer {}

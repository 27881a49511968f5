package dev.kappa.interpreter;

import dev.kappa.Checkpoint;
import dev.kappa.Fan;
import dev.kappa.wire.Handle;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task does first; what it does then is in its {@link Frame frames}. */
public sealed interface Instruction {
  /** Gives a value. */
  record Value(@Nullable Object value) implements Instruction {}

  /** Fails. */
  record Fail(Throwable error) implements Instruction {}

  /** Builds the task when it is reached. */
  record Defer(Serializable build) implements Instruction {}

  /** Runs a body with effects that needs no value. */
  record Step(String name, Serializable body) implements Instruction {}

  /** Runs {@code first}, and gives its outcome to {@code rest}. */
  record Bind(Instruction first, Frame rest) implements Instruction {}

  /** Starts a child task. */
  record Spawn(String name, Serializable body) implements Instruction {}

  /** Starts a child task for each input. */
  record SpawnAll(List<?> inputs, Fan fan, Serializable body) implements Instruction {}

  /** Waits for the result of a task. */
  record Await(Handle future) implements Instruction {}

  /** Waits for the results of tasks. */
  record AwaitAll(List<Handle> futures) implements Instruction {
    /** Copies the list. */
    public AwaitAll {
      futures = List.copyOf(futures);
    }
  }

  /** Makes a channel. */
  record NewChannel(int capacity) implements Instruction {}

  /** Puts a value into a channel; waits while it is full. */
  record Send(Handle channel, @Nullable Object value) implements Instruction {}

  /** Takes the oldest value of a channel; waits while it is empty. */
  record Receive(Handle channel) implements Instruction {}

  /** Closes a channel. */
  record Close(Handle channel) implements Instruction {}

  /** Waits for a time. */
  record Sleep(Duration duration) implements Instruction {}

  /** Waits until a time. */
  record SleepUntil(Instant time) implements Instruction {}

  /** Makes all before it durable. */
  record Save(Checkpoint mode) implements Instruction {}

  /** Gives the run's and the task's identity. */
  record Identify() implements Instruction {}
}

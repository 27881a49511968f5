package dev.kappa.interpreter;

import dev.kappa.Backoff;
import dev.kappa.Checkpoint;
import dev.kappa.Fan;
import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.Priority;
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

  /** Waits for what can also be waited for beside others. */
  sealed interface Source extends Instruction {}

  /** Waits for the result of a task. */
  record Await(Handle future) implements Source {}

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
  record Send(Handle channel, @Nullable Object value) implements Source {}

  /** Puts values into a channel, with no other's between them; waits while it is full. */
  record SendAll(Handle channel, List<?> values) implements Instruction {}

  /** Takes the oldest value of a channel; waits while it is empty. */
  record Receive(Handle channel) implements Source {}

  /** Closes a channel. */
  record Close(Handle channel) implements Instruction {}

  /** Waits for a time. */
  record Sleep(Duration duration) implements Source {}

  /** Waits until a time. */
  record SleepUntil(Instant time) implements Source {}

  /**
   * Waits before the next turn.
   *
   * @param turns how many there were, from 1
   */
  record Pause(Backoff backoff, int turns) implements Instruction {}

  /** Waits for a value from outside. */
  record AwaitSignal(String name, String type) implements Source {}

  /**
   * Starts another run.
   *
   * @param key its idempotency key; null for one that no other start has
   * @param type the name of the class that its result is read as
   * @param priority what is said of it; null if nothing is
   */
  record StartRun(
      String workflow,
      @Nullable Object input,
      @Nullable String key,
      String type,
      @Nullable Priority priority)
      implements Instruction {}

  /** Completes a signal of another run, and waits until that has it. */
  record SignalRun(String run, String name, @Nullable Object value) implements Instruction {}

  /** Asks for a permit of a limit. */
  record Acquire(LimitSpec limit) implements Instruction {}

  /** Waits for the result of another run. */
  record AwaitRun(Handle run, String type) implements Source {}

  /** Gives the address at which a signal is completed. */
  record SignalUrl(String name) implements Instruction {}

  /** Lets the run's callers read a value. */
  record Publish(String name, @Nullable Object value) implements Instruction {}

  /**
   * Waits for the first of several.
   *
   * @param otherwise what is done if none is there at once; null to wait
   */
  record Select(List<Source> sources, List<Frame.Branch> branches, @Nullable Serializable otherwise)
      implements Instruction {
    /** Copies the lists. */
    public Select {
      sources = List.copyOf(sources);
      branches = List.copyOf(branches);
    }
  }

  /** Runs {@code body}, which is broken off when it takes longer. */
  record Timeout(Instruction body, Duration duration) implements Instruction {}

  /** Runs {@code body}, of which the steps run on resident workers. */
  record Resident(Instruction body) implements Instruction {}

  /** Tells a task to end. */
  record Cancel(Handle task) implements Instruction {}

  /** Builds a task with which what it spawned ends. */
  record Scope(Serializable body) implements Instruction {}

  /** Ends what was spawned in a scope, and waits for it. */
  record EndScope(Handle scope) implements Instruction {}

  /** Builds a task that is compensated if it fails. */
  record Saga(Serializable body) implements Instruction {}

  /** Makes all before it durable. */
  record Save(Checkpoint mode) implements Instruction {}

  /** Gives the run's and the task's identity. */
  record Identify() implements Instruction {}
}

package dev.kappa.coordinator.core;

import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be seen of a run's tasks and channels from outside of the core. */
public final class Outline {
  private Outline() {}

  /** Where a task stands. */
  public enum Stand {
    /** It could go on, or does. */
    ACTIVE,
    /** It waits for something. */
    WAITING,
    /** It can't go on with the code at hand. */
    PARKED,
    /** It has a result. */
    SUCCEEDED,
    /** It has failed, or was cancelled. */
    FAILED
  }

  /**
   * A task.
   *
   * @param number counts the tasks of the run, from 1
   * @param parent the number of the task that spawned it; 0 for the root
   * @param name what its creator called it
   * @param next what it waits for, or came to
   * @param trouble why it is parked
   */
  public record Task(
      Handle id,
      long number,
      long parent,
      String name,
      Stand stand,
      Next next,
      @Nullable Failure trouble) {}

  /** A channel, but for its messages. */
  public record Channel(Handle id, int capacity, boolean closed) {}

  /** {@return the tasks of a run that are not forgotten, in the order of their beginning} */
  public static List<Task> tasks(RunState run) {
    return run.tasks().values().map(Outline::of).sortBy(Task::number).toJavaList();
  }

  /** {@return the channels of a run that are not forgotten} */
  public static List<Channel> channels(RunState run) {
    return run.channels().map(channel -> of(channel._1(), channel._2())).toJavaList();
  }

  /** {@return the task that is stored in {@code field}; null if it is no task's} */
  public static @Nullable Task task(String field, byte[] bytes) {
    return field.charAt(0) == 't'
        ? of(TaskState.read(Handle.parse(field.substring(1)), bytes))
        : null;
  }

  /** {@return the channel that is stored in {@code field}; null if it is no channel's} */
  public static @Nullable Channel channel(String field, byte[] bytes) {
    return field.charAt(0) == 'c'
        ? of(Handle.parse(field.substring(1)), ChannelState.read(bytes))
        : null;
  }

  private static Channel of(Handle id, ChannelState channel) {
    return new Channel(id, channel.capacity(), channel.closed());
  }

  private static Task of(TaskState task) {
    return new Task(
        task.id(),
        task.origin().number(),
        task.origin().parent(),
        task.origin().name(),
        stand(task),
        task.next(),
        task.trouble());
  }

  private static Stand stand(TaskState task) {
    return switch (task.status()) {
      case QUEUED, WAITING, ELSEWHERE -> Stand.WAITING;
      case READY, RUNNING -> Stand.ACTIVE;
      case PARKED -> Stand.PARKED;
      case ENDED -> Lives.failureOf(task) == null ? Stand.SUCCEEDED : Stand.FAILED;
    };
  }
}

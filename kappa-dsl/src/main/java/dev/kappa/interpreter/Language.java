package dev.kappa.interpreter;

import dev.kappa.Channel;
import dev.kappa.RunFuture;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.wire.Handle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The door to what the root package hides from users: what is inside a task, and how a handle
 * becomes a future or a channel. That package holds only words that a program is written with; Java
 * has no other way to share what is package-private with one other package.
 */
public final class Language {
  private static volatile @Nullable Insides insides;

  /** What is behind the door. */
  public interface Insides {
    /** {@return what {@code task} does first} */
    Instruction instruction(Task<?> task);

    /** {@return the future of the task of that handle} */
    <T> TaskFuture<T> future(Handle handle);

    /**
     * {@return the other run that the task of that handle stands for}
     *
     * @param type the name of the class that its result is read as
     */
    <T> RunFuture<T> run(Handle handle, String id, String type);

    /** {@return the channel of that handle} */
    <T> Channel<T> channel(Handle handle);
  }

  private Language() {}

  /** Opens the door; called by the root package when its first task is made. */
  public static void open(Insides given) {
    insides = given;
  }

  /** {@return what {@code task} does first} */
  public static Instruction instruction(Task<?> task) {
    return insides().instruction(task);
  }

  /** {@return the future of the task of that handle} */
  public static <T> TaskFuture<T> future(Handle handle) {
    return insides().future(handle);
  }

  /** {@return the other run that the task of that handle stands for} */
  public static <T> RunFuture<T> run(Handle handle, String id, String type) {
    return insides().run(handle, id, type);
  }

  /** {@return the channel of that handle} */
  public static <T> Channel<T> channel(Handle handle) {
    return insides().channel(handle);
  }

  private static Insides insides() {
    Insides known = insides;
    if (known != null) {
      return known;
    }
    Task.done();
    return Objects.requireNonNull(insides, "the first task opens the door");
  }
}

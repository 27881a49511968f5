package dev.kappa.coordinator.core;

import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a stored task holds, beside its frames. */
final class Contents {
  private Contents() {}

  /** Gives all payloads in a task's entity. */
  static void payloads(TaskState task, Consumer<Payload> each) {
    payloads(task.next(), each);
    exception(task.trouble(), each);
  }

  /** Gives all payloads that {@code next} holds. */
  static void payloads(Next next, Consumer<Payload> each) {
    switch (next) {
      case Next.Holding n -> each.accept(n.value());
      case Next.Send n -> n.messages().forEach(each);
      case Next.Select n -> n.sources().forEach(source -> payloads(source, each));
      case Next.Chosen n -> payloads(n.value(), each);
      case Next.Completed n -> each.accept(n.value());
      case Next.Results n -> n.values().forEach(each);
      case Next.Raising n -> exception(n.failure(), each);
      case Next.Failed n -> exception(n.failure(), each);
      case Next.Parked n -> exception(n.failure(), each);
      case Next.Enter n -> {}
      case Next.Await n -> {}
      case Next.AwaitAll n -> {}
      case Next.Receive n -> {}
      case Next.Sleep n -> {}
      case Next.Signal n -> {}
      case Next.EndScope n -> {}
      case Next.Json n -> {}
      case Next.Abroad n -> {}
    }
  }

  private static void exception(@Nullable Failure failure, Consumer<Payload> each) {
    if (failure != null && failure.exception() != null) {
      each.accept(failure.exception());
    }
  }

  /** Gives the handles of what a task waits for, or waited for and is handed over. */
  static void awaited(Next next, Consumer<Handle> each) {
    switch (next) {
      case Next.Await n -> each.accept(n.future());
      case Next.AwaitAll n -> n.futures().forEach(each);
      case Next.Receive n -> each.accept(n.channel());
      case Next.Send n -> each.accept(n.channel());
      case Next.Select n -> n.sources().forEach(source -> awaited(source, each));
      case Next.Chosen n -> awaited(n.value(), each);
      case Next.Signal n -> {}
      case Next.EndScope n -> {}
      case Next.Json n -> {}
      case Next.Abroad n -> {}
      case Next.Sleep n -> {}
      case Next.Holding n -> {}
      case Next.Raising n -> {}
      case Next.Enter n -> {}
      case Next.Results n -> {}
      case Next.Completed n -> {}
      case Next.Failed n -> {}
      case Next.Parked n -> {}
    }
  }
}

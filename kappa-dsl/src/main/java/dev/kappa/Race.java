package dev.kappa;

import io.vavr.Function0;
import java.util.ArrayList;
import java.util.List;

/** Runs tasks at once, of which the first that ends counts: {@link Task#race}. */
final class Race {
  private Race() {}

  static <T> Task<T> of(List<Function0<? extends Task<? extends T>>> bodies) {
    return Task.scope(() -> Race.<T>spawned(bodies).then(Task::<T>anyOf));
  }

  /** Each on its own, so that each says where its body is written. */
  private static <T> Task<List<TaskFuture<T>>> spawned(
      List<Function0<? extends Task<? extends T>>> bodies) {
    List<TaskFuture<T>> none = List.of();
    return Task.fold(
        bodies, none, (some, body) -> Task.<T>spawn(body).map(future -> plus(some, future)));
  }

  private static <T> List<TaskFuture<T>> plus(List<TaskFuture<T>> some, TaskFuture<T> future) {
    List<TaskFuture<T>> all = new ArrayList<>(some);
    all.add(future);
    return all;
  }
}

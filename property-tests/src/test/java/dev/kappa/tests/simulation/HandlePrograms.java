package dev.kappa.tests.simulation;

import dev.kappa.Channel;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Handles of channels and tasks go from task to task: for a while some are in messages alone. */
final class HandlePrograms {
  private HandlePrograms() {}

  /** A question, and where to send the answer: a channel for this answer alone. */
  record Request(int n, Channel<Integer> reply) {}

  /** For a while, the only handle of a reply's channel is in a message. */
  static Program requests(int n) {
    Task<Integer> task =
        Task.<Request>channel(1)
            .then(
                requests -> Task.spawn(() -> reply(requests, n)).then(server -> ask(requests, n)));
    return Programs.program("requests " + n, task, n * (n - 1));
  }

  private static Task<Void> reply(Channel<Request> requests, int n) {
    return Task.forEach(
        Programs.range(n),
        i -> requests.receive().then(request -> request.reply().send(2 * request.n())));
  }

  private static Task<Integer> ask(Channel<Request> requests, int n) {
    return Task.fold(
        Programs.range(n),
        0,
        (sum, i) ->
            Task.<Integer>channel(0)
                .then(reply -> requests.send(new Request(i, reply)).then(() -> reply.receive()))
                .map(answer -> sum + answer));
  }

  /** A future on its way. */
  record Parcel(TaskFuture<Integer> future, String filling) {}

  /** For a while, the only handle of a task's result is in a message, or in a blocked sender. */
  static Program parcels(int n, int capacity) {
    Task<Integer> task =
        Task.<Parcel>channel(capacity)
            .then(parcels -> Task.spawn(() -> pack(parcels, n)).then(packer -> unpack(parcels, n)));
    return Programs.program("parcels " + n + " in " + capacity, task, n * (n - 1) / 2);
  }

  private static Task<Void> pack(Channel<Parcel> parcels, int n) {
    return Task.forEach(
        Programs.range(n),
        i ->
            Task.spawn(() -> Task.step("make", () -> i))
                .then(made -> parcels.send(new Parcel(made, "wool ".repeat(100)))));
  }

  private static Task<Integer> unpack(Channel<Parcel> parcels, int n) {
    return Task.fold(
        Programs.range(n),
        0,
        (sum, i) ->
            parcels
                .receive()
                .then(
                    parcel ->
                        Task.sleep(Duration.ofMillis(700)).then(() -> parcel.future().await()))
                .map(number -> sum + number));
  }

  /** A future is the result of a task, whose future is the result of another, and so on. */
  static Program relay(int n) {
    return Programs.program("relay " + n, handOver(n).then(future -> last(future, n)), 7);
  }

  /** What a task of the chain comes to: the one below it, or a number at the end. */
  record Baton(@Nullable TaskFuture<Baton> next, int number, String weight) {}

  private static Task<TaskFuture<Baton>> handOver(int n) {
    return Task.spawn(
        () ->
            n == 0
                ? Task.step("end", () -> new Baton(null, 7, "lead ".repeat(50)))
                : handOver(n - 1).map(next -> new Baton(next, 0, "lead ".repeat(50))));
  }

  private static Task<Integer> last(TaskFuture<Baton> first, int n) {
    return Task.sleep(Duration.ofMillis(1500))
        .then(first::await)
        .then(baton -> baton.next() == null ? Task.value(baton.number()) : last(baton.next(), n));
  }
}

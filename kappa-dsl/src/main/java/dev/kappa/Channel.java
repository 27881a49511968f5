package dev.kappa;

import io.vavr.control.Option;

/**
 * A bounded, durable queue between the tasks of a run, made by {@link Task#channel}. Messages are
 * received in the order in which they were sent, each exactly once, whatever dies. Blocked
 * receivers are served, and blocked senders admitted, in the order in which they blocked. It can be
 * held in any value and passed to any task of the run; two handles of one channel are equal. Its
 * text is its handle within the run.
 *
 * @param <T> the messages
 */
public sealed interface Channel<T> extends Source<T> permits ChannelHandle {
  /**
   * Puts a message at the end. Waits while the channel holds as many as its capacity; with capacity
   * 0 until a receiver takes it. Fails with {@link ChannelClosedException} if the channel is
   * closed, also if that happens while it waits.
   *
   * <pre>{@code
   * Task.<String>channel(1)
   *     .also(letters -> letters.send("hello"))
   *     .then(letters -> letters.receive())
   * }</pre>
   */
  Task<Void> send(T message);

  /**
   * Puts messages at the end, in their order. Waits as {@link #send} does. Up to 64 of them go in
   * at once, with no other task's between them, in one checkpoint.
   *
   * <pre>{@code
   * Task.<Integer>channel(10)
   *     .also(numbers -> numbers.sendAll(List.of(1, 2)))
   *     .also(numbers -> numbers.close())
   *     .then(numbers -> sum(numbers, 0))
   * }</pre>
   */
  Task<Void> sendAll(Iterable<? extends T> messages);

  /**
   * Puts a message at the end if that can be done at once.
   *
   * <pre>{@code
   * letters.trySend("hello").map(sent -> sent ? "sent" : "full")
   * }</pre>
   *
   * @return a task that gives whether it did. With capacity 0 that is if a receiver waits
   */
  default Task<Boolean> trySend(T message) {
    return Task.select(
        Task.onSent(this, message, () -> Task.value(true)), Task.otherwise(Channel::no));
  }

  /**
   * Takes the oldest message if there is one.
   *
   * <pre>{@code
   * letters.tryReceive().map(letter -> letter.getOrElse("none"))
   * }</pre>
   *
   * @return a task that gives it, or none. It fails as {@link #receive} does
   */
  default Task<Option<T>> tryReceive() {
    return Task.select(
        Task.on(this, message -> Task.value(some(message))), Task.otherwise(Channel::none));
  }

  /**
   * Takes the oldest message. Waits while there is none. Fails with {@link ChannelClosedException}
   * if the channel is closed and empty.
   */
  Task<T> receive();

  /**
   * As {@link #receive}, but gives none when the channel is closed and empty.
   *
   * <pre>{@code
   * numbers.next()
   *     .then(
   *         next ->
   *             next.isEmpty() ? Task.value(total) : sum(numbers, total + next.get()))
   * }</pre>
   */
  default Task<Option<T>> next() {
    return receive()
        .<Option<T>>map(Channel::some)
        .recover(ChannelClosedException.class, Channel::end);
  }

  /**
   * Takes no more messages. Those in the channel can still be received; blocked senders fail, and
   * receivers that wait for more. Closing twice is the same as once.
   */
  Task<Void> close();

  private static Task<Boolean> no() {
    return Task.value(false);
  }

  private static <T> Task<Option<T>> none() {
    return Task.value(Option.none());
  }

  private static <T> Option<T> some(T message) {
    return Option.some(message);
  }

  private static <T> Task<Option<T>> end(ChannelClosedException closed) {
    return Task.value(Option.none());
  }
}

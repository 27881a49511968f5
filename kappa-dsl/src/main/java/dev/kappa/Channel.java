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
public sealed interface Channel<T> permits ChannelHandle {
  /**
   * Puts a message at the end. Waits while the channel holds as many as its capacity; with capacity
   * 0 until a receiver takes it. Fails with {@link ChannelClosedException} if the channel is
   * closed, also if that happens while it waits.
   */
  Task<Void> send(T message);

  /**
   * Takes the oldest message. Waits while there is none. Fails with {@link ChannelClosedException}
   * if the channel is closed and empty.
   */
  Task<T> receive();

  /** As {@link #receive}, but gives none when the channel is closed and empty. */
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

  private static <T> Option<T> some(T message) {
    return Option.some(message);
  }

  private static <T> Task<Option<T>> end(ChannelClosedException closed) {
    return Task.value(Option.none());
  }
}

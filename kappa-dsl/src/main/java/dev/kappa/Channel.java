package dev.kappa;

import dev.kappa.interpreter.Instruction;
import dev.kappa.wire.Handle;
import io.vavr.control.Option;

/**
 * A bounded, durable queue between the tasks of a run. Messages are received in the order in which
 * they were sent, each exactly once, whatever dies. Blocked receivers are served, and blocked
 * senders admitted, in the order in which they blocked.
 *
 * @param handle the channel's name within its run
 * @param <T> the messages
 */
public record Channel<T>(Handle handle) {
  /**
   * Puts a message at the end. Waits while the channel holds as many as its capacity; with capacity
   * 0 until a receiver takes it. Fails with {@link ChannelClosedException} if the channel is
   * closed, also if that happens while it waits.
   */
  public Task<Void> send(T message) {
    return new Program<>(new Instruction.Send(handle, message));
  }

  /**
   * Takes the oldest message. Waits while there is none. Fails with {@link ChannelClosedException}
   * if the channel is closed and empty.
   */
  public Task<T> receive() {
    return new Program<>(new Instruction.Receive(handle));
  }

  /** As {@link #receive}, but gives none when the channel is closed and empty. */
  public Task<Option<T>> next() {
    return receive()
        .<Option<T>>map(Channel::some)
        .recover(ChannelClosedException.class, Channel::end);
  }

  /**
   * Takes no more messages. Those in the channel can still be received; blocked senders fail, and
   * receivers that wait for more. Closing twice is the same as once.
   */
  public Task<Void> close() {
    return new Program<>(new Instruction.Close(handle));
  }

  /** {@return a received message; a step of {@link #next}} */
  public static <T> Option<T> some(T message) {
    return Option.some(message);
  }

  /** {@return no message; a step of {@link #next}} */
  public static <T> Task<Option<T>> end(ChannelClosedException closed) {
    return Task.value(Option.none());
  }
}

package dev.kappa;

import dev.kappa.interpreter.Instruction;
import dev.kappa.wire.Handle;
import java.util.ArrayList;
import java.util.List;

/** The one channel: what is stored of it in those that know it. */
record ChannelHandle<T>(Handle handle) implements Channel<T> {
  static Handle of(Channel<?> channel) {
    return switch (Arguments.given("channel", channel)) {
      case ChannelHandle<?> known -> known.handle();
    };
  }

  @Override
  public Task<Void> sendAll(Iterable<? extends T> messages) {
    List<Object> list = new ArrayList<>();
    Arguments.given("messages", messages).forEach(list::add);
    return new Program<>(new Instruction.SendAll(handle, list));
  }

  @Override
  public Task<Void> send(T message) {
    return new Program<>(new Instruction.Send(handle, message));
  }

  @Override
  public Task<T> receive() {
    return new Program<>(new Instruction.Receive(handle));
  }

  @Override
  public Task<Void> close() {
    return new Program<>(new Instruction.Close(handle));
  }

  @Override
  public String toString() {
    return handle.toString();
  }
}

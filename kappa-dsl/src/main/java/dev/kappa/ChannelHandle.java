package dev.kappa;

import dev.kappa.interpreter.Instruction;
import dev.kappa.wire.Handle;

/** The one channel: what is stored of it in those that know it. */
record ChannelHandle<T>(Handle handle) implements Channel<T> {
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

package dev.kappa;

import dev.kappa.interpreter.Instruction;
import dev.kappa.wire.Handle;

/** The one future: what is stored of it. */
record FutureHandle<T>(Handle handle) implements TaskFuture<T> {
  static Handle of(TaskFuture<?> future) {
    return switch (future) {
      case FutureHandle<?> known -> known.handle();
    };
  }

  @Override
  public Task<T> await() {
    return new Program<>(new Instruction.Await(handle));
  }

  @Override
  public Task<Void> cancel() {
    return new Program<>(new Instruction.Cancel(handle));
  }

  @Override
  public String toString() {
    return handle.toString();
  }
}

package dev.kappa;

import dev.kappa.interpreter.Frame;
import dev.kappa.interpreter.Instruction;
import dev.kappa.wire.Handle;
import org.jspecify.annotations.Nullable;

/** The one handle of another run: what is stored of it in those that know it. */
record RunHandle<T>(Handle handle, String id, String type) implements RunFuture<T> {
  @Override
  public Task<T> await() {
    Instruction wait = new Instruction.AwaitRun(handle, type);
    return new Program<>(new Instruction.Bind(wait, new Frame.Result(id)));
  }

  @Override
  public Task<Void> signal(String name, @Nullable Object value) {
    return Task.signalRun(id, name, value);
  }

  @Override
  public Task<Void> cancel() {
    return new Program<>(new Instruction.Cancel(handle));
  }

  @Override
  public String toString() {
    return id;
  }
}

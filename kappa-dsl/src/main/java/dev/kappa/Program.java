package dev.kappa;

import dev.kappa.interpreter.Instruction;
import dev.kappa.interpreter.Language;
import dev.kappa.wire.Handle;

/** The one plain task: what it does first. */
record Program<T>(Instruction instruction) implements Task<T> {
  static {
    Language.open(new Insides());
  }

  /** {@return what {@code task} does first} */
  static Instruction of(Task<?> task) {
    return switch (task) {
      case Program<?> t -> t.instruction();
      case Task2<?, ?> t -> of(t.task());
      case Task3<?, ?, ?> t -> of(t.task());
      case Task4<?, ?, ?, ?> t -> of(t.task());
    };
  }

  /** What the interpreter may see of the language's words, and users need not. */
  private static final class Insides implements Language.Insides {
    @Override
    public Instruction instruction(Task<?> task) {
      return of(task);
    }

    @Override
    public <T> TaskFuture<T> future(Handle handle) {
      return new FutureHandle<>(handle);
    }

    @Override
    public <T> RunFuture<T> run(Handle handle, String id, String type) {
      return new RunHandle<>(handle, id, type);
    }

    @Override
    public <T> Channel<T> channel(Handle handle) {
      return new ChannelHandle<>(handle);
    }
  }
}

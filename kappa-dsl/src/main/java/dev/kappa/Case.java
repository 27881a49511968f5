package dev.kappa;

import dev.kappa.interpreter.Frame;
import dev.kappa.interpreter.Instruction;
import dev.kappa.lambda.Lambdas;
import dev.kappa.wire.Handle;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that {@link Task#select} waits for, with what is then done. Made by {@link
 * Task#on}, {@link Task#onSent} and {@link Task#otherwise}.
 *
 * @param <R> what the select gives
 */
@SuppressWarnings("UnusedTypeParameter") // holds together the cases of one select
public final class Case<R> {
  /** So many things may be waited for at once. */
  static final int MOST = 1000;

  private final Instruction.@Nullable Source source;
  private final Frame.Branch branch;

  private Case(Instruction.@Nullable Source source, Frame.Branch branch) {
    this.source = source;
    this.branch = branch;
  }

  static <R> Case<R> on(Source<?> source, int arity, Serializable body) {
    Lambdas.check("on", body);
    return new Case<>(instruction(source), new Frame.Branch(arity, body, jsonType(source)));
  }

  static <R> Case<R> onSent(Channel<?> channel, @Nullable Object message, Serializable body) {
    Handle handle = ChannelHandle.of(channel);
    Lambdas.check("onSent", body);
    return new Case<>(new Instruction.Send(handle, message), new Frame.Branch(0, body, null));
  }

  static <R> Case<R> otherwise(Serializable body) {
    return new Case<>(null, new Frame.Branch(0, Lambdas.check("otherwise", body), null));
  }

  /** {@return as what the JSON is read that comes of it; null if a value comes} */
  private static @Nullable String jsonType(Source<?> source) {
    return switch (source) {
      case SignalHandle<?> s -> s.type();
      case RunHandle<?> s -> s.type();
      case FutureHandle<?> s -> null;
      case ChannelHandle<?> s -> null;
      case Timer s -> null;
    };
  }

  private static Instruction.Source instruction(Source<?> source) {
    return switch (source) {
      case RunHandle<?> s -> new Instruction.AwaitRun(s.handle(), s.type());
      case FutureHandle<?> s -> new Instruction.Await(s.handle());
      case ChannelHandle<?> s -> new Instruction.Receive(s.handle());
      case SignalHandle<?> s -> new Instruction.AwaitSignal(s.name(), s.type());
      case Timer s -> new Instruction.Sleep(s.duration());
    };
  }

  /** {@return what is waited for; null to wait for nothing} */
  Instruction.@Nullable Source source() {
    return source;
  }

  Frame.Branch branch() {
    return branch;
  }
}

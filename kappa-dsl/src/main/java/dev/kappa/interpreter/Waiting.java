package dev.kappa.interpreter;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task waits for, as the coordinator is told. */
final class Waiting {
  /** So many messages of one {@code sendAll} go into a commit. */
  static final int MOST_SENT = 64;

  private final Host host;

  Waiting(Host host) {
    this.host = host;
  }

  /** {@return what {@code source} waits for} */
  Next.Source source(Instruction.Source source) {
    return switch (source) {
      case Instruction.Await i -> new Next.Await(i.future());
      case Instruction.AwaitRun i -> new Next.Await(i.run());
      case Instruction.Receive i -> new Next.Receive(i.channel());
      case Instruction.Send i -> new Next.Send(i.channel(), message(i.channel(), i.value()));
      case Instruction.Sleep i -> new Next.Sleep(Times.after(host.now(), i.duration()));
      case Instruction.SleepUntil i -> new Next.Sleep(Times.millis(i.time()));
      case Instruction.AwaitSignal i -> new Next.Signal(i.name());
    };
  }

  Next.Send send(Handle channel, List<?> values) {
    List<Payload> messages = new ArrayList<>();
    for (Object value : values) {
      messages.add(message(channel, value));
    }
    return new Next.Send(channel, messages);
  }

  private Payload message(Handle channel, @Nullable Object value) {
    return host.encode(value, "the message sent to channel " + channel);
  }

  Next.Select select(Instruction.Select i) {
    List<Next.Source> sources = new ArrayList<>();
    for (Instruction.Source source : i.sources()) {
      sources.add(source(source));
    }
    return new Next.Select(sources, i.otherwise() != null);
  }
}

package dev.kappa.testkit;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.util.HashMap;
import java.util.Map;

/** Counts the messages that went through channels, as their senders and receivers know it. */
final class Traffic {
  private final Map<Handle, Next.Wait> waiting = new HashMap<>();
  private final Map<Handle, Long> sent = new HashMap<>();
  private final Map<Handle, Long> received = new HashMap<>();

  /** A task waits. */
  void waits(Handle task, Next.Wait wait) {
    waiting.put(task, wait);
  }

  /** A task is given something; if it waited, that is what it waited for. */
  void given(Handle task, Next next) {
    Next.Wait wait = waiting.remove(task);
    if (wait instanceof Next.Select select && next instanceof Next.Chosen chosen) {
      if (chosen.index() >= 0) {
        count(select.sources().get(chosen.index()), chosen.value());
      }
    } else if (wait != null) {
      count(wait, next);
    }
  }

  private void count(Next.Wait wait, Next next) {
    if (next instanceof Next.Holding && wait instanceof Next.Send send) {
      sent.merge(send.channel(), (long) send.messages().size(), Long::sum);
    } else if (next instanceof Next.Holding && wait instanceof Next.Receive receive) {
      received.merge(receive.channel(), 1L, Long::sum);
    }
  }

  long sent(Handle channel) {
    return sent.getOrDefault(channel, 0L);
  }

  long received(Handle channel) {
    return received.getOrDefault(channel, 0L);
  }
}

package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a channel must do, told in the simplest way: one line of messages, of which the first are
 * inside, and one line of receivers.
 */
final class ChannelModel {
  private record Sent(Handle sender, Payload message) {}

  private final int capacity;
  private final List<Sent> line = new ArrayList<>();
  private final Deque<Handle> receivers = new ArrayDeque<>();
  private boolean closed;

  ChannelModel(int capacity) {
    this.capacity = capacity;
  }

  /** Tells {@code gives} who gets what; null: an error. */
  void send(Handle sender, Payload message, BiConsumer<Handle, @Nullable Payload> gives) {
    if (closed) {
      gives.accept(sender, null);
    } else if (!receivers.isEmpty()) {
      gives.accept(receivers.removeFirst(), message);
      gives.accept(sender, Payload.NONE);
    } else {
      line.add(new Sent(sender, message));
      if (line.size() <= capacity) {
        gives.accept(sender, Payload.NONE);
      }
    }
  }

  void receive(Handle receiver, BiConsumer<Handle, @Nullable Payload> gives) {
    if (line.isEmpty()) {
      if (closed) {
        gives.accept(receiver, null);
      } else {
        receivers.add(receiver);
      }
      return;
    }
    Sent oldest = line.removeFirst();
    gives.accept(receiver, oldest.message());
    if (capacity == 0) {
      gives.accept(oldest.sender(), Payload.NONE);
    } else if (line.size() >= capacity) {
      gives.accept(line.get(capacity - 1).sender(), Payload.NONE);
    }
  }

  void close(BiConsumer<Handle, @Nullable Payload> gives) {
    closed = true;
    receivers.forEach(receiver -> gives.accept(receiver, null));
    receivers.clear();
    while (line.size() > capacity) {
      gives.accept(line.removeLast().sender(), null);
    }
  }

  /** {@return who is blocked} */
  List<Handle> blocked() {
    List<Handle> all = new ArrayList<>(receivers);
    all.addAll(senders());
    return all;
  }

  private List<Handle> senders() {
    return line.stream().skip(capacity).map(Sent::sender).toList();
  }

  void leaves(Handle task) {
    receivers.remove(task);
    List<Sent> inside = List.copyOf(line.subList(0, Math.min(capacity, line.size())));
    line.removeIf(sent -> sent.sender().equals(task) && !inside.contains(sent));
  }

  void assertIs(ChannelState channel) {
    assertThat(channel.closed()).isEqualTo(closed);
    assertThat(channel.messages().values())
        .containsExactlyElementsOf(line.stream().limit(capacity).map(Sent::message).toList());
    assertThat(channel.receivers().values()).containsExactlyElementsOf(receivers);
    assertThat(channel.senders().values()).containsExactlyElementsOf(senders());
  }
}

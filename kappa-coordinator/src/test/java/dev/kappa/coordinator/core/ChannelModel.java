package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel must do, told in the simplest way: one line of messages, of which the first are
 * inside, and one line of receivers.
 */
final class ChannelModel {
  /** A message in the line. */
  private record Sent(Handle sender, Payload message, boolean last) {}

  /** Told who goes on. */
  interface Gives {
    /** {@code task} has received {@code message}, or all that it sent is taken; null: an error. */
    void to(Handle task, boolean received, @Nullable Payload message);
  }

  private final int capacity;
  private final Gives gives;
  private final List<Sent> line = new ArrayList<>();
  private final Deque<Handle> receivers = new ArrayDeque<>();
  private boolean closed;

  ChannelModel(int capacity, Gives gives) {
    this.capacity = capacity;
    this.gives = gives;
  }

  boolean canSend() {
    return closed || !receivers.isEmpty() || line.size() < capacity;
  }

  boolean canReceive() {
    return closed || !line.isEmpty();
  }

  void send(Handle sender, List<Payload> messages) {
    if (closed) {
      gives.to(sender, false, null);
      return;
    }
    for (int i = 0; i < messages.size(); i++) {
      send(new Sent(sender, messages.get(i), i == messages.size() - 1));
    }
  }

  private void send(Sent sent) {
    if (!receivers.isEmpty()) {
      gives.to(receivers.removeFirst(), true, sent.message);
      taken(sent);
      return;
    }
    line.add(sent);
    if (line.size() <= capacity) {
      taken(sent);
    }
  }

  private void taken(Sent sent) {
    if (sent.last) {
      gives.to(sent.sender, false, Payload.NONE);
    }
  }

  void receive(Handle receiver) {
    if (line.isEmpty()) {
      if (closed) {
        gives.to(receiver, true, null);
      } else {
        waitToReceive(receiver);
      }
      return;
    }
    Sent oldest = line.removeFirst();
    gives.to(receiver, true, oldest.message);
    if (capacity == 0) {
      taken(oldest);
    } else if (line.size() >= capacity) {
      taken(line.get(capacity - 1));
    }
  }

  /** One more waits for a message, perhaps not for that alone. */
  void waitToReceive(Handle receiver) {
    if (!receivers.contains(receiver)) {
      receivers.add(receiver);
    }
  }

  /** One more waits for room, perhaps not for that alone. */
  void waitToSend(Handle sender, Payload message) {
    if (!senders().contains(sender)) {
      line.add(new Sent(sender, message, true));
    }
  }

  void close() {
    closed = true;
    while (!receivers.isEmpty()) {
      gives.to(receivers.removeFirst(), true, null);
    }
    while (line.size() > capacity) {
      Handle sender = line.get(capacity).sender;
      leaves(sender);
      gives.to(sender, false, null);
    }
  }

  private List<Handle> senders() {
    return line.stream().skip(capacity).map(Sent::sender).distinct().toList();
  }

  /** A task waits here no more. What it has sent stays. */
  void leaves(Handle task) {
    receivers.remove(task);
    for (int i = line.size() - 1; i >= capacity; i--) {
      if (line.get(i).sender.equals(task)) {
        line.remove(i);
      }
    }
  }

  void assertIs(ChannelState channel) {
    assertThat(channel.closed()).isEqualTo(closed);
    assertThat(channel.messages().values())
        .containsExactlyElementsOf(line.stream().limit(capacity).map(Sent::message).toList());
    assertThat(channel.receivers().values()).containsExactlyElementsOf(receivers);
    assertThat(channel.senders().values()).containsExactlyElementsOf(senders());
  }
}

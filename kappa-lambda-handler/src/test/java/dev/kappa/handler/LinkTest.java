package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class LinkTest extends WorkerFixture {
  private static final AttemptRef ATTEMPT = new AttemptRef("run", Handle.ROOT, 1);
  private static final Message.Hello HELLO = new Message.Hello(Message.VERSION, "t", "i", 1, "d");

  /** More than any buffer between the two. */
  private static final int LARGE = 32 << 20;

  private final CountDownLatch over = new CountDownLatch(1);
  private final FakeCoordinator first;
  private final FakeCoordinator second;

  LinkTest() throws IOException {
    first = coordinator();
    second = coordinator();
  }

  @AfterEach
  void goOn() {
    over.countDown();
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void coordinatorThatReadsNothingAndSaysNothingIsLeftInTheMiddleOfAMessage() {
    first.peers = List.of(second.address());
    first.silenceMillis = 100;
    first.onHeartbeat = this::standStill;
    TimeLimit time = new TimeLimit(Deadline.in(MINUTE));
    try (Link link = new Link(first.address(), HELLO, time, Sockets.PLAIN)) {
      link.open();
      link.heartbeat(ATTEMPT);
      try (Heartbeat heartbeat = new Heartbeat(5, link::heartbeat)) {
        heartbeat.of(ATTEMPT);
        link.send(new Message.PutBlob(ATTEMPT, "b", new byte[LARGE]));
        assertThat(link.receive()).isInstanceOf(Message.BlobStored.class);
      }
    }
    assertThat(second.blobs.get("b")).hasSize(LARGE);
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void writeThatWouldOutlastTheInvocationIsEnded() {
    first.onHeartbeat = this::standStill;
    TimeLimit time = new TimeLimit(Deadline.in(Duration.ofSeconds(2)));
    try (Link link = new Link(first.address(), HELLO, time, Sockets.PLAIN)) {
      link.open();
      link.heartbeat(ATTEMPT);
      assertThatThrownBy(() -> link.send(new Message.PutBlob(ATTEMPT, "b", new byte[LARGE])))
          .isInstanceOfSatisfying(
              LinkEndedException.class, e -> assertThat(e.reason()).isEqualTo("unreachable"));
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void heartbeatThatConnectsAnewDoesNotWaitUntilAllIsReadThatIsSentAgain() {
    first.peers = List.of(second.address());
    second.onWelcome = this::standStill;
    TimeLimit time = new TimeLimit(Deadline.in(MINUTE));
    try (Link link = new Link(first.address(), HELLO, time, Sockets.PLAIN)) {
      link.open();
      first.fallSilent();
      link.send(new Message.PutBlob(ATTEMPT, "b", new byte[LARGE]));
      first.deafen();
      first.onHeartbeat =
          () -> {
            throw new UncheckedIOException(new IOException("dead"));
          };
      while (second.received.isEmpty()) {
        link.heartbeat(ATTEMPT);
      }
      over.countDown();
      assertThat(link.receive()).isInstanceOf(Message.BlobStored.class);
    }
    assertThat(second.blobs.get("b")).hasSize(LARGE);
  }

  private void standStill() {
    await(over);
  }
}

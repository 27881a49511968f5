package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
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
  void repliesToACommitAndAPollThatAHeartbeatTookAreEachKeptForWhoAskedForThem() {
    first.tasks.add(FakeCoordinator.enter("three", "{}"));
    try (Link link = begun()) {
      link.send(commit(new Next.Completed(Payload.NONE, null)), link.poll());
      allIsAnswered(link);

      assertThat(link.settled()).isFalse();
      assertThat(link.receive()).isEqualTo(new Message.Yielded(1));
      assertThat(link.settled()).isTrue();
      assertThat(link.hasPoll()).isTrue();
      assertThat(link.receive()).isEqualTo(new Message.Released());
      assertThat(link.hasPoll()).isFalse();
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pollBehindACommitWithWhichTheTaskGoesOnIsTakenBack() {
    first.tasks.add(FakeCoordinator.enter("three", "{}"));
    try (Link link = begun()) {
      link.send(commit(new Next.Holding(Payload.NONE)), link.poll());
      allIsAnswered(link);

      assertThat(link.settled()).isFalse();
      assertThat(link.hasPoll()).isFalse();
      assertThat(link.receive()).isEqualTo(new Message.Committed(1, false, null));
      assertThat(link.settled()).isTrue();
      assertThat(link.unanswered()).isZero();
    }
  }

  /** {@return one that has a task} */
  private Link begun() {
    Link link = new Link(first.address(), HELLO, new TimeLimit(Deadline.in(MINUTE)), Sockets.PLAIN);
    link.open();
    link.send(link.poll());
    assertThat(link.receive()).isInstanceOf(Message.Assigned.class);
    return link;
  }

  /** Heartbeats take what arrives, as they do while the thread that works is elsewhere. */
  private static void allIsAnswered(Link link) {
    while (link.unansweredBytes() > 0) {
      link.heartbeat(ATTEMPT);
    }
  }

  private static Message commit(Next next) {
    Continuation after = new Continuation(0, List.of(), next, 0, 0, Extent.NONE, false);
    return new Message.Commits(new Commit(ATTEMPT, 1, 0, after, List.of(), false));
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

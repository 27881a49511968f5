package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Message;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Replies leave in the order of their requests, if they still hold when their turn comes. */
final class RepliesTest {
  private final TestWorker worker = new TestWorker("invocation", 1);
  private final AtomicBoolean holds = new AtomicBoolean(true);

  /** {@return the first of two places; the second has its reply} */
  private Worker.Slot beforeOneThatHolds() {
    Worker.Slot first = worker.reserve();
    worker.reserve().fill(new Message.Frames(List.of()), holds::get);
    assertThat(worker.unread()).isZero();
    return first;
  }

  @Test
  void replyThatWaitedBehindAnotherLeavesAfterIt() {
    beforeOneThatHolds().fill(new Message.BlobStored());

    worker.take(Message.BlobStored.class);
    worker.take(Message.Frames.class);
    assertThat(worker.isClosed()).isFalse();
  }

  @Test
  void replyThatDoesNotHoldAnyMoreEndsTheConnection() {
    Worker.Slot first = beforeOneThatHolds();
    worker.reserve().fill(new Message.BlobStored());
    holds.set(false);
    first.fill(new Message.BlobStored());

    worker.take(Message.BlobStored.class);
    assertThat(worker.unread()).isZero();
    assertThat(worker.isClosed()).isTrue();
  }

  @Test
  void replyThatNeedNotWaitIsNotAskedAgain() {
    holds.set(false);
    worker.reserve().fill(new Message.Frames(List.of()), holds::get);

    worker.take(Message.Frames.class);
  }
}

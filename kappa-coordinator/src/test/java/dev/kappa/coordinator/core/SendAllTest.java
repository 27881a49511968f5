package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.given;
import static dev.kappa.coordinator.core.TestRun.holding;
import static dev.kappa.coordinator.core.TestRun.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several messages in one send. */
final class SendAllTest {
  private final TestRun run = TestRun.started();
  private final List<TestWorker> family = run.family(3);
  private final TestWorker root = family.get(0);
  private final TestWorker sender = family.get(1);
  private final TestWorker other = family.get(2);
  private final TestWorker third = family.get(3);

  private void assertReceived(Handle channel, String... messages) {
    for (String message : messages) {
      assertThat(root.receive(channel)).isEqualTo(given(root.seq(), holding(message)));
      run.reload();
    }
  }

  private Next next(TestWorker worker) {
    return run.dispatch(worker.task()).given.next();
  }

  @Test
  void messagesGoInInTheirOrder() {
    Handle channel = root.channel(3);
    assertThat(sender.sendAll(channel, "a", "b", "c")).isEqualTo(given(1, NOTHING));
    run.reload();
    assertReceived(channel, "a", "b", "c");
  }

  @Test
  void noOthersMessageIsBetweenThem() {
    Handle channel = root.channel(1);
    sender.sendAll(channel, "a1", "a2", "a3");
    other.sendAll(channel, "b1", "b2");
    third.send(channel, "c");
    run.reload();
    assertReceived(channel, "a1", "a2", "a3", "b1", "b2", "c");
  }

  @Test
  void senderThatIsBlockedInTheMiddleWaitsWithTheRest() {
    Handle channel = root.channel(2);
    assertThat(sender.sendAll(channel, "a", "b", "c", "d")).isInstanceOf(Message.Yielded.class);
    assertThat(run.task(sender.task()).next())
        .isEqualTo(new Next.Send(channel, List.of(text("c"), text("d"))));
    assertReceived(channel, "a");
    assertThat(run.task(sender.task()).next())
        .isEqualTo(new Next.Send(channel, List.of(text("d"))));
    assertThat(run.status(sender.task())).isEqualTo(TaskStatus.WAITING);
    assertReceived(channel, "b");
    assertThat(run.status(sender.task())).isEqualTo(TaskStatus.READY);
    assertThat(next(sender)).isEqualTo(NOTHING);
    assertReceived(channel, "c", "d");
  }

  @Test
  void channelWithoutRoomPassesOnOneByOne() {
    Handle channel = root.channel(0);
    sender.sendAll(channel, "a", "b");
    assertReceived(channel, "a");
    assertThat(run.status(sender.task())).isEqualTo(TaskStatus.WAITING);
    assertReceived(channel, "b");
    assertThat(next(sender)).isEqualTo(NOTHING);
  }

  @Test
  void receiversThatWaitAreServedInTheirOrderAndTheRestGoesIn() {
    Handle channel = root.channel(1);
    third.receive(channel);
    other.receive(channel);
    assertThat(sender.sendAll(channel, "a", "b", "c")).isEqualTo(given(1, NOTHING));
    assertThat(next(third)).isEqualTo(holding("a"));
    assertThat(next(other)).isEqualTo(holding("b"));
    assertReceived(channel, "c");
  }

  @Test
  void whatWasSentBeforeTheSenderIsCancelledStays() {
    Handle channel = root.channel(1);
    sender.sendAll(channel, "a", "b", "c");
    other.send(channel, "d");
    root.cancel(sender.task());
    assertThat(next(sender)).isEqualTo(new Next.Raising(Lives.cancellation()));
    assertReceived(channel, "a", "d");
  }

  @Test
  void restFailsWhenTheChannelIsClosed() {
    Handle channel = root.channel(1);
    sender.sendAll(channel, "a", "b");
    root.close(channel);
    assertThat(((Next.Raising) next(sender)).failure().code())
        .isEqualTo(ErrorCode.CHANNEL_CLOSED.text());
    assertReceived(channel, "a");
  }
}

package dev.kappa.handler;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.handler.FakeCoordinator.Answer;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A worker whose run goes to another coordinator. */
final class MovedTest extends WorkerFixture {
  private static final String RESULT = "[\"one\",\"two\",\"three\",\"Ann\"]";

  private final FakeCoordinator first;
  private final FakeCoordinator second;
  private final FakeCoordinator third;

  MovedTest() throws IOException {
    first = coordinator();
    second = coordinator();
    third = coordinator();
  }

  @Test
  void workerThatIsSentAwayGoesOnWithTheOther() {
    first.script = commit -> commit.seq() == 2 ? new Answer.Move(second.address()) : null;
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(seqs(second)).containsExactly(2L, 3L);
    assertThat(result()).isEqualTo(RESULT);
    assertThat(hellos(second)).isEqualTo(hellos(first)).hasSize(1);
  }

  @Test
  void allThatIsUnansweredIsSentToTheOtherInOrder() {
    first.script =
        commit ->
            commit.seq() == 3
                ? new Answer.Move(second.address())
                : new Answer.SayLater(FakeCoordinator.usual(commit));
    first.tasks.add(FakeCoordinator.enter("async", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(seqs(first)).containsExactly(1L, 2L, 3L);
    assertThat(second.received.getFirst()).isInstanceOf(Message.Hello.class);
    assertThat(seqs(second)).containsExactly(1L, 2L, 3L);
    assertThat(second.received.getLast()).isInstanceOf(Message.Poll.class);
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void workerShowsTheGrantOfItsAttemptBeforeAnythingOfThat() {
    Assignment task = FakeCoordinator.enter("three", NAME);
    first.script = commit -> commit.seq() == 2 ? new Answer.Move(second.address()) : null;
    first.tasks.add(task);

    first.work(worker, MINUTE);

    assertThat(second.received.subList(0, 2))
        .element(1)
        .isEqualTo(FakeCoordinator.grant(task.ref(), 1));
  }

  @Test
  void workerShowsTheGrantThatItWasGivenLast() {
    Assignment task = FakeCoordinator.enter("three", NAME);
    first.script =
        commit ->
            switch ((int) commit.seq()) {
              case 1 -> new Answer.SayBefore(List.of(FakeCoordinator.grant(task.ref(), 2)), 0);
              case 2 -> new Answer.Move(second.address());
              default -> null;
            };
    first.tasks.add(task);

    first.work(worker, MINUTE);

    assertThat(second.received.get(1)).isEqualTo(FakeCoordinator.grant(task.ref(), 2));
  }

  @Test
  void workerThatAsksForATaskIsSentAwayToo() {
    first.owner = second::address;
    second.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void twoThatNameEachOtherAreNotAskedWithoutEnd() {
    first.owner = second::address;
    second.owner = first::address;

    String answer = first.work(worker, Duration.ofSeconds(2));

    assertThat(answer)
        .startsWith("{\"tasks\":0,\"reason\":\"unreachable\"")
        .contains("KAPPA-504", "named 127.0.0.1:");
    assertThat(hellos(first).size() + hellos(second).size())
        .as("2 at once, then one after each pause, which doubles")
        .isBetween(3, 10);
  }

  @Test
  void oneThatAgreesAtLastGetsTheWorker() {
    AtomicInteger asked = new AtomicInteger();
    first.owner = second::address;
    second.owner = () -> asked.incrementAndGet() < 3 ? first.address() : null;
    second.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(hellos(second)).hasSize(3);
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void peerIsAskedWhenTheCoordinatorDies() {
    first.peers = List.of(second.address());
    first.script =
        commit -> {
          if (commit.seq() == 2) {
            first.deafen();
            return new Answer.CutBefore();
          }
          return null;
        };
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(seqs(second)).containsExactly(2L, 3L);
    assertThat(hellos(second)).isEqualTo(hellos(first)).hasSize(1);
    assertThat(result()).isEqualTo(RESULT);
  }

  private static @Nullable Answer silentAt(long seq, Commit commit, FakeCoordinator coordinator) {
    if (commit.seq() == seq) {
      coordinator.fallSilent();
    }
    return null;
  }

  @Test
  void coordinatorThatIsSilentIsLeftForItsPeer() {
    first.peers = List.of(second.address());
    first.silenceMillis = 100;
    first.script = commit -> silentAt(2, commit, first);
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(hellos(first)).hasSize(1);
    assertThat(seqs(second)).containsExactly(2L, 3L);
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void oneThatTakesTheConnectionAndDoesNotWelcomeIsLeftToo() {
    third.fallSilent();
    first.peers = List.of(third.address(), second.address());
    first.silenceMillis = 100;
    first.script = commit -> silentAt(2, commit, first);
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(hellos(first)).hasSize(1);
    assertThat(third.received).hasSize(1);
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void oneThatSaysThatItIsThereMayTakeLongForAReply() {
    Message word = new Message.Alive(null, List.of(second.address()));
    first.silenceMillis = 1000;
    first.script = commit -> commit.seq() == 2 ? new Answer.SayBefore(nCopies(30, word), 50) : null;
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(seqs(first)).containsExactly(1L, 2L, 3L);
    assertThat(second.received).isEmpty();
  }

  @Test
  void wordThatIsNoReplyIsNotWaitedBehind() {
    CountDownLatch said = new CountDownLatch(1);
    Message word = new Message.Alive(null, List.of());
    first.script =
        commit -> {
          if (commit.seq() == 2) {
            said.countDown();
          }
          return commit.seq() < 3 ? new Answer.SayAndReplyLater(word) : null;
        };
    Programs.watcher =
        step -> {
          if (step.equals("three")) {
            await(said);
          }
        };
    first.tasks.add(FakeCoordinator.enter("async", NAME));

    String answer = first.work(worker, Duration.ofSeconds(20));

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(seqs(first)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void peersThatJoinedLaterAreAskedToo() {
    Message word = new Message.Alive(null, List.of(second.address()));
    first.script =
        commit ->
            switch ((int) commit.seq()) {
              case 2 -> new Answer.SayBefore(List.of(word), 0);
              case 3 -> {
                first.deafen();
                yield new Answer.CutBefore();
              }
              default -> null;
            };
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(seqs(second)).containsExactly(3L);
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void heartbeatsOfALongStepGoToAPeerWhenTheCoordinatorIsSilent() {
    CountDownLatch heard = new CountDownLatch(1);
    second.onHeartbeat = heard::countDown;
    first.peers = List.of(second.address());
    first.heartbeatMillis = 5;
    first.silenceMillis = 50;
    second.heartbeatMillis = 5;
    Programs.watcher =
        step -> {
          if (step.equals("two")) {
            first.fallSilent();
            await(heard);
          }
        };
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void oneThatSentTheWorkerAwayIsAskedAgainWhenTheOtherIsGone() {
    second.deafen();
    first.script =
        commit ->
            commit.seq() == 2 && hellos(first).size() == 1
                ? new Answer.Move(second.address())
                : null;
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(seqs(first)).containsExactly(1L, 2L, 2L, 3L);
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
  }

  @Test
  void heartbeatsOfALongStepFollowTheRun() {
    CountDownLatch heard = new CountDownLatch(1);
    second.onHeartbeat = heard::countDown;
    first.heartbeatMillis = 5;
    second.heartbeatMillis = 5;
    Programs.watcher =
        step -> {
          if (step.equals("two")) {
            first.owner = second::address;
            await(heard);
          }
        };
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void heartbeatsOfALongStepGoToAPeerWhenTheCoordinatorDies() {
    CountDownLatch heard = new CountDownLatch(1);
    second.onHeartbeat = heard::countDown;
    first.peers = List.of(second.address());
    first.heartbeatMillis = 5;
    second.heartbeatMillis = 5;
    Programs.watcher =
        step -> {
          if (step.equals("two")) {
            first.deafen();
            first.onHeartbeat =
                () -> {
                  throw new UncheckedIOException(new IOException("dead"));
                };
            await(heard);
          }
        };
    first.tasks.add(FakeCoordinator.enter("async", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(result()).isEqualTo(RESULT);
  }

  @Test
  void oneThatWasSilentIsAskedAgainDuringALongStepWhenItsPeerIsGone() {
    CountDownLatch heard = new CountDownLatch(1);
    second.deafen();
    first.peers = List.of(second.address());
    first.heartbeatMillis = 5;
    first.silenceMillis = 500;
    Programs.watcher =
        step -> {
          if (step.equals("two")) {
            first.fallSilentUntilGreeted();
            first.onHeartbeat =
                () -> {
                  if (hellos(first).size() == 2) {
                    heard.countDown();
                  }
                };
            await(heard);
          }
        };
    first.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = first.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(hellos(first)).hasSize(2);
  }

  private String result() {
    return result(second);
  }
}

package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that have no connection: what an invocation returns, and when it does. */
final class TurnTest {
  private final Worker worker = Programs.worker();

  @BeforeEach
  void forget() {
    Programs.LOG.clear();
    Programs.watcher = step -> {};
  }

  @Test
  void stepWhoseCheckpointIsWaitedForEndsItsInvocation() {
    Turns turns = new Turns(worker, "three");
    assertThat(json(turns.run())).isEqualTo("[\"one\",\"two\",\"three\",\"Ann\"]");
    assertThat(turns.answers).hasSize(3);
    assertThat(turns.commits).extracting(Commit::release).containsExactly(true, true, false);
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
  }

  @Test
  void stepsThatDoNotWaitGoOnInOneInvocationAndAreOneCommit() {
    Turns turns = new Turns(worker, "async");
    assertThat(json(turns.run())).isEqualTo("[\"one\",\"two\",\"three\",\"Ann\"]");
    assertThat(turns.answers).hasSize(1);
    assertThat(turns.commits).hasSize(1);
  }

  @Test
  void taskWithWhichWorkersDiedIsCommittedAfterEachStep() {
    Turns turns = new Turns(worker, "async");
    turns.careful = true;
    turns.run();
    assertThat(turns.answers).hasSize(3);
  }

  @Test
  void intervalOfCheckpointsCountsFromTheInvocationsBegin() {
    Turns turns = new Turns(worker, "seldom");
    turns.run();
    assertThat(turns.answers).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"once", "once-async", "seldom-once"})
  void stepThatRunsOnceIsRunWhenItIsStoredThatItBegins(String workflow) {
    Turns turns = new Turns(worker, workflow);
    while (!turns.begun) {
      turns.turn();
    }
    assertThat(Programs.LOG).doesNotContain("charge");
    assertThat(turns.answers.getLast().getLast()).isInstanceOf(Message.Assigned.class);
    turns.turn();
    assertThat(Programs.LOG).contains("charge");
    turns.run();
    assertThat(Programs.LOG).containsOnlyOnce("charge").doesNotHaveDuplicates();
  }

  @Test
  void stepThatMayHaveBegunDoesNotRunInAnotherAttempt() {
    Turns turns = new Turns(worker, "once");
    while (!turns.begun) {
      turns.turn();
    }
    turns.handOutAgain();
    assertThat(failure(turns.run()).code()).isEqualTo("KAPPA-308");
    assertThat(Programs.LOG).containsExactly("before");
  }

  @Test
  void finalizerIsStoredBeforeTheStepsThatItIsFor() {
    Turns turns = new Turns(worker, "ensured-async");
    turns.turn();
    assertThat(Programs.LOG).isEmpty();
    assertThat(turns.commits.getLast().next().depth()).isPositive();
    turns.run();
    assertThat(Programs.LOG).containsExactly("body", "more", "undo");
  }

  @Test
  void taskThatWaitsIsGivenBackWithWhatItWaitsFor() {
    Turns turns = new Turns(worker, "sleepy");
    assertThat(turns.run()).isInstanceOf(Next.Sleep.class);
    assertThat(turns.answers).hasSize(1);
    assertThat(turns.commits.getLast().release()).isTrue();
  }

  @Test
  void childrenAreAskedForBeforeTheNextStep() {
    Turns turns = new Turns(worker, "turns");
    turns.turn();
    assertThat(turns.commits.getFirst().operations()).hasSize(30);
    assertThat(Programs.LOG).isEmpty();
    turns.run();
    assertThat(Programs.LOG).containsExactly("work");
  }

  @Test
  void blobThatDidNotComeIsAskedForAndNothingIsDoneAgain() {
    Turns turns = new Turns(worker, "large");
    turns.givesBlobs = false;
    turns.turn();
    assertThat(turns.blobs).hasSize(1);
    AttemptRef ref = turns.task.ref();
    List<Message> second = turns.turn();
    String name = turns.blobs.keySet().iterator().next();
    assertThat(second).contains(new Message.FetchBlob(ref, name));
    turns.givesBlobs = true;
    assertThat(json(turns.run())).isEqualTo("100000");
  }

  @Test
  void framesThatDidNotComeAreAskedFor() {
    Turns turns = new Turns(worker, "three");
    turns.frames = 1;
    turns.turn();
    turns.handOutAgain();
    assertThat(turns.turn()).anyMatch(Message.FetchFrames.class::isInstance);
    turns.frames = 2;
    turns.handOutAgain();
    assertThat(json(turns.run())).isEqualTo("[\"one\",\"two\",\"three\",\"Ann\"]");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
  }

  @Test
  void taskWhoseFramesDoNotFitFailsAndSaysWhatToDo() {
    Turns turns = new Turns(worker, "three");
    turns.turn();
    turns.frames = 1;
    turns.whole = true;
    turns.handOutAgain();
    assertThat(failure(turns.run()).message())
        .contains("frame", "--blobs", "--workers-mode callback");
  }

  @Test
  void valueThatDoesNotFitInAnAnswerIsRefusedWhereItArises() {
    Turns turns = new Turns(worker, "huge");
    Failure failure = failure(turns.run());
    assertThat(failure.code()).isEqualTo("KAPPA-401");
    assertThat(failure.message()).contains("a value of at most 1048576 bytes", "--blobs");
  }

  @Test
  void manyLargeChildrenAreAskedForInSeveralInvocations() {
    Turns turns = new Turns(worker, "crowd-of-100");
    assertThat(json(turns.run())).isEqualTo("100");
    assertThat(turns.answers).hasSize(6);
    assertThat(turns.commits.stream().mapToInt(commit -> commit.operations().size()).sum())
        .isEqualTo(100);
  }

  @Test
  void valuesThatDoNotFitInOneAnswerAreReturnedInSeveral() {
    Turns turns = new Turns(worker, "crowd-of-large");
    assertThat(json(turns.run())).isEqualTo("9");
    assertThat(turns.answers).hasSizeBetween(4, 6);
    assertThat(turns.blobs).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void coordinatorOfAnotherVersionIsToldApart() {
    byte[] order =
        "{\"action\":\"turn\",\"version\":1,\"messages\":\"\"}".getBytes(StandardCharsets.UTF_8);
    String answer =
        new String(worker.handle(order, Deadline.in(WorkerFixture.MINUTE)), StandardCharsets.UTF_8);
    assertThat(answer).contains("KAPPA-109", "version 1 of the protocol");
  }

  private static String json(Next end) {
    assertThat(end).isInstanceOf(Next.Completed.class);
    byte[] json = ((Next.Completed) end).json();
    return json == null ? "" : new String(json, StandardCharsets.UTF_8);
  }

  private static Failure failure(Next end) {
    assertThat(end).isInstanceOf(Next.Failed.class);
    return ((Next.Failed) end).failure();
  }
}

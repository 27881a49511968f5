package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.handler.FakeCoordinator.Answer;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WorkerTest extends WorkerFixture {
  private final FakeCoordinator coordinator;

  WorkerTest() throws IOException {
    coordinator = coordinator();
  }

  @Test
  void eachStepIsCommittedBeforeTheNextOneRuns() {
    List<String> seen = new ArrayList<>();
    Programs.watcher = step -> seen.add(step + " after " + coordinator.commits.size());
    coordinator.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = coordinator.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(seen).containsExactly("one after 0", "two after 1", "three after 2");
    assertThat(result()).isEqualTo("[\"one\",\"two\",\"three\",\"Ann\"]");
    assertThat(coordinator.commits).extracting(c -> c.next().steps()).containsExactly(1L, 2L, 3L);
    assertChain();
  }

  @Test
  void asynchronousTaskGoesOnBeforeItsCommitsAreAnswered() {
    coordinator.script =
        commit ->
            commit.next().next() instanceof Next.Holding
                ? new Answer.SayLater(FakeCoordinator.usual(commit))
                : null;
    coordinator.tasks.add(FakeCoordinator.enter("async", NAME));

    String answer = coordinator.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertChain();
  }

  @Test
  void taskGoesOnAtOnceWhenWhatItWaitsForIsThere() {
    coordinator.script =
        commit ->
            commit.next().next() instanceof Next.Sleep
                ? new Answer.Say(
                    new Message.Committed(commit.seq(), false, new Next.Holding(Payload.NONE)))
                : null;
    coordinator.tasks.add(FakeCoordinator.enter("sleepy", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(result()).isEqualTo("\"before,after\"");
    assertChain();
  }

  @Test
  void taskThatWaitsIsLeftAndTakenUpAgain() {
    coordinator.script =
        commit -> {
          if (commit.next().next() instanceof Next.Sleep) {
            coordinator.commits.add(commit);
            coordinator.tasks.add(
                coordinator.again(commit.next().push(), new Next.Holding(Payload.NONE)));
            coordinator.commits.removeLast();
          }
          return null;
        };
    coordinator.tasks.add(FakeCoordinator.enter("sleepy", NAME));

    String answer = coordinator.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":2,\"reason\":\"released\"}");
    assertThat(result()).isEqualTo("\"before,after\"");
    assertThat(coordinator.commits.getLast().ref().epoch()).isEqualTo(2);
    assertChain();
  }

  @Test
  void stepAndWaitAfterItAreOneCommit() {
    coordinator.tasks.add(FakeCoordinator.enter("sleepy", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(coordinator.commits).hasSize(1);
    assertThat(coordinator.commits.getFirst().next().next()).isInstanceOf(Next.Sleep.class);
    assertThat(coordinator.commits.getFirst().next().steps()).isEqualTo(1);
  }

  @Test
  void cancelledTaskRunsItsFinalizer() {
    coordinator.script =
        commit ->
            commit.seq() == 2
                ? new Answer.Say(new Message.Committed(commit.seq(), true, null))
                : null;
    coordinator.tasks.add(FakeCoordinator.enter("ensured", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(Programs.LOG).containsExactly("body", "undo");
    assertThat(failure().code()).isEqualTo("KAPPA-303");
  }

  @Test
  void finalizerIsPromisedBeforeTheFirstStepThatItCleansUpAfter() {
    List<String> seen = new ArrayList<>();
    Programs.watcher = step -> seen.add(step + " after " + coordinator.commits.size());
    coordinator.tasks.add(FakeCoordinator.enter("ensured", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(seen).containsExactly("body after 1", "more after 2", "undo after 3");
    assertThat(coordinator.commits).extracting(c -> c.next().steps()).startsWith(0L, 1L, 2L);
    assertChain();
  }

  @Test
  void asynchronousTaskWaitsForThePromiseOfItsFinalizerAlone() {
    CountDownLatch worked = new CountDownLatch(1);
    List<Boolean> early = new CopyOnWriteArrayList<>();
    Programs.watcher = step -> worked.countDown();
    coordinator.script =
        commit -> {
          if (commit.next().steps() == 0) {
            early.add(reachedSoon(worked));
            return null;
          }
          return commit.next().next() instanceof Next.Holding
              ? new Answer.SayLater(FakeCoordinator.usual(commit))
              : null;
        };
    coordinator.tasks.add(FakeCoordinator.enter("ensured-async", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(early).containsExactly(false);
    assertThat(Programs.LOG).containsExactly("body", "more", "undo");
    assertChain();
  }

  @Test
  void supersededTaskIsDroppedAndTheNextOneTaken() {
    coordinator.script =
        commit ->
            commit.ref().run().equals("run-1") && commit.next().steps() == 1
                ? new Answer.Say(new Message.Superseded(commit.seq(), "another has it"))
                : null;
    coordinator.tasks.add(FakeCoordinator.enter("three", NAME));
    coordinator.tasks.add(FakeCoordinator.enter("nothing", NAME));

    String answer = coordinator.work(worker, MINUTE);

    assertThat(answer).startsWith("{\"tasks\":2,");
    assertThat(Programs.LOG).containsExactly("one");
  }

  @Test
  void commitThatGotLostIsSentAgain() {
    assertSurvivesCut(new Answer.CutBefore());
  }

  @Test
  void commitWhoseReplyGotLostIsSentAgain() {
    assertSurvivesCut(new Answer.CutAfter(new Message.Committed(2, false, null)));
  }

  private void assertSurvivesCut(Answer cut) {
    boolean[] done = {false};
    coordinator.script =
        commit -> {
          boolean now = commit.seq() == 2 && !done[0];
          done[0] |= now;
          return now ? cut : null;
        };
    coordinator.tasks.add(FakeCoordinator.enter("three", NAME));

    coordinator.work(worker, MINUTE);

    List<Message.Hello> hellos = received(Message.Hello.class);
    assertThat(hellos).hasSize(2);
    assertThat(hellos.get(0)).isEqualTo(hellos.get(1));
    assertThat(received(Message.Commits.class)).extracting(c -> c.commit().seq()).contains(2L, 2L);
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(result()).isEqualTo("[\"one\",\"two\",\"three\",\"Ann\"]");
    assertChain();
  }

  @Test
  void allUnansweredCommitsAreSentAgainInOrder() {
    boolean[] done = {false};
    coordinator.script =
        commit -> {
          if (commit.seq() < 3) {
            return new Answer.SayLater(FakeCoordinator.usual(commit));
          }
          boolean first = !done[0];
          done[0] = true;
          return first ? new Answer.CutBefore() : null;
        };
    coordinator.tasks.add(FakeCoordinator.enter("async", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(received(Message.Commits.class))
        .extracting(c -> c.commit().seq())
        .containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertChain();
  }

  @Test
  void stepWaitsForTheReplyToACommitThatDidNotWait() {
    CountDownLatch worked = new CountDownLatch(1);
    List<Boolean> early = new CopyOnWriteArrayList<>();
    Programs.watcher = step -> worked.countDown();
    coordinator.script =
        commit -> {
          if (!commit.operations().isEmpty()) {
            early.add(reachedSoon(worked));
          }
          return null;
        };
    coordinator.tasks.add(FakeCoordinator.enter("turns", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(early).containsExactly(false);
    assertThat(result()).isEqualTo("\"work\"");
  }

  private static boolean reachedSoon(CountDownLatch latch) {
    try {
      return latch.await(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void taskIsGivenBackBeforeTheTimeIsOver() {
    boolean[] near = {false};
    Programs.watcher = step -> near[0] = true;
    coordinator.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = coordinator.work(worker, () -> near[0] ? 500 : 60_000);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"deadline\"}");
    assertThat(Programs.LOG).containsExactly("one");
    Commit last = coordinator.commits.getLast();
    assertThat(last.release()).isTrue();
    assertThat(last.next().next()).isInstanceOf(Next.Holding.class);
    assertThat(last.next().steps()).isEqualTo(1);
  }

  @Test
  void framesBelowAreFetchedWhenTheyAreReached() {
    coordinator.tasks.add(FakeCoordinator.enter("sleepy", NAME));
    coordinator.work(worker, MINUTE);
    List<Payload> all = coordinator.commits.getFirst().next().push();
    assertThat(all).hasSizeGreaterThanOrEqualTo(2);
    coordinator.frames.addAll(all);
    coordinator.tasks.add(withTop(all, 1));

    coordinator.work(worker, MINUTE);

    assertThat(received(Message.FetchFrames.class)).isNotEmpty();
    assertThat(result()).isEqualTo("\"before,after\"");
  }

  private Assignment withTop(List<Payload> all, int top) {
    Assignment whole = coordinator.again(all, new Next.Holding(Payload.NONE));
    return new Assignment(
        whole.ref(),
        whole.number(),
        whole.seq(),
        whole.base(),
        all.size(),
        all.subList(all.size() - top, all.size()),
        whole.next(),
        whole.created(),
        whole.steps(),
        whole.extent(),
        false,
        false,
        whole.workflow(),
        null);
  }

  @Test
  void largeValueTravelsAsBlob() {
    coordinator.tasks.add(FakeCoordinator.enter("large", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(coordinator.blobs).hasSize(1);
    String name = coordinator.blobs.keySet().iterator().next();
    assertThat(name).matches("0\\.0-1-\\d{6}-1-[0-9a-f]{32}");
    assertThat(holding(coordinator.commits.getFirst()))
        .isEqualTo(new Payload(List.of(), List.of(name), new byte[0]));
    assertThat(result()).isEqualTo("100000");
  }

  @Test
  void blobIsFetchedWhenItsValueIsNeeded() {
    coordinator.script =
        commit -> commit.seq() == 1 ? new Answer.Say(new Message.Yielded(1)) : null;
    coordinator.tasks.add(FakeCoordinator.enter("large", NAME));
    coordinator.work(worker, MINUTE);
    Commit first = coordinator.commits.getFirst();
    coordinator.tasks.add(coordinator.again(first.next().push(), first.next().next()));

    coordinator.work(worker, MINUTE);

    assertThat(received(Message.FetchBlob.class)).hasSize(1);
    assertThat(result()).isEqualTo("100000");
  }

  @Test
  void valueThatCannotBeStoredFailsTheTask() {
    coordinator.tasks.add(FakeCoordinator.enter("stream", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(failure().code()).isEqualTo("KAPPA-201");
    assertThat(failure().message()).contains("ByteArrayInputStream");
  }

  @Test
  void whatAStepThrowsIsTheTasksFailure() {
    coordinator.tasks.add(FakeCoordinator.enter("fails", NAME));

    coordinator.work(worker, MINUTE);

    Failure failure = failure();
    assertThat(failure.code()).isEqualTo("KAPPA-301");
    assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.message()).isEqualTo("boom");
    assertThat(failure.step()).isEqualTo("explode");
    assertThat(failure.trace().getFirst()).isEqualTo("java.lang.IllegalStateException: boom");
    assertThat(failure.trace().get(1)).contains("Programs.java");
    assertThat(failure.exception()).isNotNull();
  }

  @Test
  void taskWhoseFramesCannotBeReadIsParkedWithAllOfThem() {
    Payload garbage = new Payload(List.of(), List.of(), new byte[] {99, 98});
    Next next = new Next.Holding(Payload.NONE);
    coordinator.tasks.add(
        FakeCoordinator.assignment(3, List.of(garbage, garbage, garbage), next, "three"));

    String answer = coordinator.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    Commit parked = coordinator.commits.getLast();
    assertThat(parked.next().keep()).isEqualTo(3);
    assertThat(parked.next().push()).isEmpty();
    assertThat(parked.next().next()).isInstanceOf(Next.Parked.class);
  }

  @Test
  void taskWhoseValueCannotBeReadIsParked() {
    Next next = new Next.Holding(new Payload(List.of(), List.of("gone"), new byte[0]));
    coordinator.tasks.add(FakeCoordinator.assignment(0, List.of(), next, "three"));

    coordinator.work(worker, MINUTE);

    assertThat(coordinator.commits.getLast().next().next())
        .isInstanceOfSatisfying(
            Next.Parked.class, p -> assertThat(p.failure().code()).isEqualTo("KAPPA-204"));
  }

  @Test
  void workflowThatIsNotInTheCodeParksTheTask() {
    coordinator.tasks.add(FakeCoordinator.enter("of-another-jar", NAME));

    String answer = coordinator.work(worker, MINUTE);

    assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
    assertThat(coordinator.commits.getLast().next().next())
        .isInstanceOfSatisfying(
            Next.Parked.class,
            p -> {
              assertThat(p.failure().code()).isEqualTo("KAPPA-101");
              assertThat(p.failure().message())
                  .contains(
                      "'of-another-jar'", "it has: three, async, ensured-async, once-async, once");
            });
  }

  @Test
  void whatAWorkflowsOwnBodyThrowsFailsTheTask() {
    coordinator.tasks.add(FakeCoordinator.enter("lost", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(failure().code()).isEqualTo("KAPPA-101");
    assertThat(failure().step()).isEqualTo("workflow 'lost'");
  }

  @Test
  void checkpointIsCommittedThoughNothingRan() {
    coordinator.tasks.add(FakeCoordinator.enter("saves", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(coordinator.commits).hasSize(2);
    assertThat(result()).isEqualTo("\"xy\"");
  }

  @Test
  void childrenAreAskedForWithTheWaitForThem() {
    coordinator.tasks.add(FakeCoordinator.enter("spawns", NAME));

    coordinator.work(worker, MINUTE);

    Commit commit = coordinator.commits.getFirst();
    assertThat(commit.operations()).hasSize(2).allMatch(o -> o instanceof Operation.Spawn);
    assertThat(commit.next().next())
        .isEqualTo(new Next.AwaitAll(List.of(new Handle(1, 1), new Handle(1, 2))));
    assertThat(commit.next().created()).isEqualTo(2);
  }

  @Test
  void workflowThatOnlyComputesIsOneCommit() {
    coordinator.tasks.add(FakeCoordinator.enter("computes", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(coordinator.commits).hasSize(1);
    assertThat(result()).isEqualTo("8");
  }

  @Test
  void inputThatDoesNotFitFailsTheTask() {
    coordinator.tasks.add(FakeCoordinator.enter("three", "{\"first\":\"Ann\",\"age\":\"x\"}"));

    coordinator.work(worker, MINUTE);

    assertThat(failure().code()).isEqualTo("KAPPA-102");
    assertThat(failure().message())
        .isEqualTo("input.age: expected an integer, found \"x\" (a string)");
  }

  @Test
  void manyChildrenAreSpreadOverCommits() {
    coordinator.tasks.add(FakeCoordinator.enter("crowd", "{\"first\":\"Ann\",\"age\":300}"));

    coordinator.work(worker, MINUTE);

    assertThat(result()).isEqualTo("300");
    assertThat(coordinator.commits).hasSizeGreaterThan(2);
    assertThat(coordinator.commits.stream().mapToInt(c -> c.operations().size()).sum())
        .isEqualTo(300);
    assertChain();
  }

  @Test
  void moreAtOnceThanACommitMayHoldFailsTheTask() {
    coordinator.tasks.add(FakeCoordinator.enter("heavy", "{\"first\":\"Ann\",\"age\":800}"));

    coordinator.work(worker, MINUTE);

    assertThat(failure().code()).isEqualTo("KAPPA-401");
    assertThat(failure().message())
        .startsWith("800 spawned tasks or channels: ")
        .contains("41943040");
    assertThat(coordinator.commits).hasSize(1);
  }

  @Test
  void stepKnowsWhereItRunsAndItsKeyIsTheSameWhenItRunsAgain() throws IOException {
    coordinator.tasks.add(FakeCoordinator.enter("context", NAME));
    coordinator.work(worker, MINUTE);
    String first = result();
    coordinator.commits.clear();
    try (FakeCoordinator other = new FakeCoordinator()) {
      other.tasks.add(FakeCoordinator.enter("context", NAME));
      other.work(worker, MINUTE);
      assertThat(first).matches("\"run-1 0\\.0 look 1 [0-9a-f]{64} /.*out\"");
      assertThat(result(other)).isEqualTo(first);
    }
  }

  @Test
  void heartbeatsAreSentWhileAStepRuns() {
    Programs.latch = new CountDownLatch(2);
    coordinator.heartbeatMillis = 5;
    coordinator.onHeartbeat = Programs.latch::countDown;
    coordinator.tasks.add(FakeCoordinator.enter("waits", NAME));

    coordinator.work(worker, MINUTE);

    assertThat(result()).isEqualTo("null");
    assertThat(received(Message.Heartbeat.class)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void refusedWorkerEndsWithTheReason() {
    coordinator.script = commit -> new Answer.Say(new Message.Refused("KAPPA-109", "not you"));
    coordinator.tasks.add(FakeCoordinator.enter("three", NAME));

    String answer = coordinator.work(worker, MINUTE);

    assertThat(answer)
        .isEqualTo(
            "{\"tasks\":1,\"reason\":\"refused\","
                + "\"error\":{\"code\":\"KAPPA-109\",\"message\":\"not you\"}}");
  }

  @Test
  void coordinatorThatIsGoneIsGivenUpBeforeTheTimeIsOver() throws IOException {
    coordinator.close();

    String answer = coordinator.work(worker, Duration.ofSeconds(2));

    assertThat(answer)
        .startsWith("{\"tasks\":0,\"reason\":\"unreachable\"")
        .contains("KAPPA-504", "can't be reached", "--workers-mode return");
  }

  @Test
  void workerDescribesItsWorkflows() {
    String answer = handle("{\"action\":\"describe\"}");

    assertThat(answer)
        .startsWith(
            "{\"application\":\"digest\",\"workflows\":[{\"name\":\"three\","
                + "\"input\":\"dev.kappa.handler.Programs$Name\"},");
  }

  @Test
  void payloadOfAnotherKindIsAnsweredWithAnError() {
    assertThat(handle("{\"action\":\"dance\"}")).contains("KAPPA-109", "its action is 'dance'");
    assertThat(handle("[1]")).contains("KAPPA-109", "not a JSON object");
    assertThat(handle("{")).contains("KAPPA-109", "not JSON");
    assertThat(handle("{\"action\":\"work\"}")).contains("KAPPA-109", "no member 'host'");
  }

  private String handle(String payload) {
    byte[] answer = worker.handle(payload.getBytes(StandardCharsets.UTF_8), Deadline.in(MINUTE));
    return new String(answer, StandardCharsets.UTF_8);
  }

  // ---- what the coordinator saw

  private void assertChain() {
    assertChain(coordinator);
  }

  private <M extends Message> List<M> received(Class<M> kind) {
    return received(kind, coordinator);
  }

  private String result() {
    return result(coordinator);
  }

  private Failure failure() {
    return failure(coordinator);
  }

  private static Payload holding(Commit commit) {
    assertThat(commit.next().next()).isInstanceOf(Next.Holding.class);
    return ((Next.Holding) commit.next().next()).value();
  }
}

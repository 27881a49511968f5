package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Channel;
import dev.kappa.ChannelClosedException;
import dev.kappa.Fan;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import dev.kappa.local.LocalRun;
import dev.kappa.local.Mode;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Operation;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Child tasks, channels and time. */
class ConcurrencyTest {
  private static Task<Void> note(String what) {
    return Task.run("note", () -> Journal.note(what));
  }

  /** What the root task asked for, over all its commits. */
  private static List<Operation> operations(Task<?> program) {
    LocalRun run = LocalRun.in(Mode.CRASH_EVERYWHERE);
    run.run(program);
    List<Operation> all = new ArrayList<>();
    run.commits().stream().map(Commit::operations).forEach(all::addAll);
    return all;
  }

  // ---- tasks

  @Test
  void childRunsAndItsResultIsAwaited() {
    Task<Integer> program = Task.spawn(() -> Task.step("s", () -> 20)).then(TaskFuture::await);
    assertThat(Everywhere.value(program.map(x -> x + 1))).isEqualTo(21);
  }

  @Test
  void resultCanBeAwaitedOften() {
    Task<Integer> program =
        Task.spawn(() -> Task.step("s", () -> Journal.count("s")))
            .then(f -> f.await().and(a -> f.await()).map(Integer::sum));
    assertThat(Everywhere.value(program)).isEqualTo(2);
  }

  @Test
  void errorOfAChildIsThrownWhereItIsAwaited() {
    Task<String> program =
        Task.spawn(() -> Task.<String>fail(new Oops("child")))
            .then(f -> f.await().recover(Oops.class, e -> Task.value("saved " + e.getMessage())));
    assertThat(Everywhere.value(program)).isEqualTo("saved child");
  }

  @Test
  void parentDoesNotWaitForAChildThatNobodyAwaits() {
    Everywhere.End end = Everywhere.end(Task.spawn(() -> note("child")).then(f -> note("parent")));
    assertThat(end.notes()).containsExactly("parent");
  }

  @Test
  void futureIsAValueThatAnotherTaskCanAwait() {
    Task<String> program =
        Task.spawn(() -> Task.step("first", () -> "a"))
            .then(first -> Task.spawn(() -> first.await().map(x -> x + "b")))
            .then(TaskFuture::await);
    assertThat(Everywhere.value(program)).isEqualTo("ab");
  }

  @Test
  void spawnAllStartsATaskForEachInput() {
    Task<List<Integer>> program =
        Task.spawnAll(List.of(1, 2, 3), n -> Task.step("square", () -> n * n)).then(Task::awaitAll);
    assertThat(Everywhere.value(program)).isEqualTo(List.of(1, 4, 9));
  }

  @Test
  void spawnAllOfNothingGivesNothing() {
    Task<List<Integer>> program =
        Task.spawnAll(List.<Integer>of(), n -> Task.value(n)).then(Task::awaitAll);
    assertThat(Everywhere.value(program)).isEqualTo(List.of());
  }

  @Test
  void awaitAllFailsAsTheFirstThatFails() {
    Task<List<Integer>> program =
        Task.spawnAll(
                List.of(1, 2, 3),
                n -> n == 2 ? Task.<Integer>fail(new Oops("second")) : Task.value(n))
            .then(Task::awaitAll);
    assertThat(Everywhere.error(program)).contains("Oops: second");
  }

  @Test
  void handlesCountWhatATaskCreates() {
    List<Operation> operations =
        operations(
            Task.spawn(() -> Task.value(1))
                .then(() -> Task.<String>channel(3))
                .then(() -> Task.spawnAll(List.of("a", "b"), x -> Task.value(x)))
                .then(Task::awaitAll));
    assertThat(operations)
        .extracting(
            o ->
                switch (o) {
                  case Operation.Spawn s -> s.id().toString();
                  case Operation.NewChannel c -> c.id() + " holds " + c.capacity();
                  case Operation.CloseChannel c -> "close " + c.id();
                  case Operation.Cancel c -> "cancel " + c.task();
                  case Operation.Publish p -> "publish " + p.name();
                  case Operation.SignalRun s -> "signal " + s.name();
                  case Operation.StartRun s -> "start " + s.workflow();
                  case Operation.Acquire a -> "acquire " + a.limit().name();
                })
        .containsExactly("1.1", "1.2 holds 3", "1.3", "1.4");
  }

  @Test
  void childrenNumberTheirOwn() {
    LocalRun run = LocalRun.in(Mode.CRASH);
    run.run(
        Task.spawn(() -> Task.spawn(() -> Task.value(1)).then(TaskFuture::await))
            .then(TaskFuture::await));
    assertThat(run.tasks()).containsExactly(Handle.ROOT, new Handle(1, 1), new Handle(2, 1));
  }

  @Test
  void boundedTasksAreOneGroup() {
    List<Operation> operations =
        operations(
            Task.spawnAll(List.of(1, 2, 3), Fan.atMost(2), n -> Task.value(n))
                .then(Task::awaitAll));
    assertThat(operations)
        .allSatisfy(
            o -> {
              Operation.Spawn spawn = (Operation.Spawn) o;
              assertThat(spawn.group()).isEqualTo(new Handle(1, 1));
              assertThat(spawn.atMost()).isEqualTo(2);
            });
  }

  @Test
  void tasksWithinTheirBoundAreNoGroup() {
    List<Operation> operations =
        operations(Task.spawnAll(List.of(1, 2), Fan.atMost(2), n -> Task.value(n)));
    assertThat(operations).allSatisfy(o -> assertThat(((Operation.Spawn) o).group()).isNull());
    assertThatThrownBy(() -> Fan.atMost(0)).hasMessageContaining("atMost: 0 (expected: >= 1)");
  }

  @Test
  void inputThatCannotBeStoredFailsTheSpawnWhereItStands() {
    Task<String> program =
        Task.step("s", () -> 1)
            .then(x -> Task.spawnAll(List.of(new Object()), o -> Task.value(o)))
            .then(Task::awaitAll)
            .map(x -> "not reached")
            .recover(dev.kappa.codec.NotEncodableException.class, e -> Task.value(e.getMessage()));
    assertThat(Everywhere.end(Mode.CRASH, program).value())
        .asString()
        .startsWith("input 0 of spawnAll");
  }

  // ---- channels

  @Test
  void messagesAreReceivedInTheirOrder() {
    Task<List<Integer>> program =
        Task.<Integer>channel(10)
            .also(c -> c.send(1).then(() -> c.send(2)).then(() -> c.close()))
            .then(c -> c.receive().and(a -> c.receive()).map((a, b) -> List.of(a, b)));
    assertThat(Everywhere.value(program)).isEqualTo(List.of(1, 2));
  }

  @Test
  void receiverWaitsForASender() {
    Task<String> program =
        Task.<String>channel(0)
            .also(c -> Task.spawn(() -> note("child").then(() -> c.send("hi"))))
            .then(Channel::receive);
    assertThat(Everywhere.value(program)).isEqualTo("hi");
  }

  @Test
  void senderWaitsForRoom() {
    Task<Void> program =
        Task.<Integer>channel(1)
            .then(
                c ->
                    Task.spawn(() -> c.receive().then(x -> note("got " + x)))
                        .then(f -> c.send(1).then(() -> c.send(2)).then(() -> note("sent"))));
    assertThat(Everywhere.end(program).notes()).containsExactly("got 1", "sent");
  }

  @Test
  void nullIsAMessage() {
    Task<Boolean> program =
        Task.<String>channel(1).then(c -> sendNull(c).then(() -> c.receive()).map(x -> x == null));
    assertThat(Everywhere.value(program)).isEqualTo(true);
  }

  @SuppressWarnings("NullAway") // what is tested
  private static Task<Void> sendNull(Channel<String> channel) {
    return channel.send(null);
  }

  @Test
  void closedChannelGivesWhatItHasAndThenItsEnd() {
    Task<List<Option<String>>> program =
        Task.<String>channel(2)
            .also(c -> c.send("last").then(() -> c.close()).then(() -> c.close()))
            .then(c -> c.next().and(a -> c.next()).map((a, b) -> List.of(a, b)));
    assertThat(Everywhere.value(program)).isEqualTo(List.of(Option.some("last"), Option.none()));
  }

  @Test
  void sendToAClosedChannelFails() {
    Task<String> program =
        Task.<String>channel(2)
            .also(Channel::close)
            .then(c -> c.send("late"))
            .then(() -> Task.value("not reached"))
            .recover(ChannelClosedException.class, e -> Task.value("closed"));
    assertThat(Everywhere.value(program)).isEqualTo("closed");
  }

  @Test
  void genericMessagesAreToldByATypeArgument() {
    Task<Integer> program =
        Task.<List<String>>channel(1)
            .then(
                names ->
                    names
                        .send(List.of("Ann", "Bob"))
                        .then(() -> names.receive())
                        .map(received -> received.getFirst().length()));
    assertThat(Everywhere.value(program)).isEqualTo(3);
  }

  @Test
  void handlesAreEqualAndShowWhomTheyName() {
    Task<String> program =
        Task.<String>channel(1)
            .and(channel -> Task.spawn(() -> channel.send("x").then(() -> Task.value(channel))))
            .then((channel, child) -> child.await().map(same -> same.equals(channel) + " " + same))
            .and(channel -> Task.spawn(() -> Task.done()))
            .map((text, child) -> text + " " + child);
    assertThat(Everywhere.value(program)).isEqualTo("true 1.1 1.3");
  }

  @Test
  void messageThatCannotBeStoredFailsTheSend() {
    Task<Void> program = Task.<Object>channel(1).then(c -> c.send(new Object()));
    assertThat(Everywhere.end(Mode.CRASH, program).error())
        .contains("the message sent to channel 1.1");
  }

  @Test
  void capacityOutsideItsRangeIsRefused() {
    assertThatThrownBy(() -> Task.<String>channel(-1))
        .hasMessageContaining("capacity: -1 (expected: 0..1000000)");
  }

  // ---- time

  @Test
  void sleepTakesItsTime() {
    Everywhere.End end =
        Everywhere.end(
            Task.sleep(Duration.ofHours(2)).then(() -> Task.sleep(Duration.ofMinutes(1))));
    assertThat(end.elapsed()).isEqualTo(Duration.ofMinutes(121).toMillis());
  }

  @Test
  void sleepThatIsOverAtOnceTakesNone() {
    assertThat(Everywhere.end(Task.sleep(Duration.ZERO)).elapsed()).isZero();
    assertThat(Everywhere.end(Task.sleep(Duration.ofDays(-1))).elapsed()).isZero();
    assertThat(Everywhere.end(Task.sleepUntil(Instant.MIN)).elapsed()).isZero();
  }

  @Test
  void sleepersWakeInTheOrderOfTheirTimes() {
    Task<Void> program =
        Task.spawnAll(
                List.of(3, 1, 2),
                n -> Task.sleep(Duration.ofSeconds(n)).then(() -> note("after " + n)))
            .then(Task::awaitAll)
            .then(() -> Task.done());
    assertThat(Everywhere.end(program).notes()).containsExactly("after 1", "after 2", "after 3");
  }

  @Test
  void endlessSleepIsAsLongAsCanBeSaid() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    Task<Object> program =
        Task.spawn(() -> Task.sleep(forever).and(x -> Task.sleepUntil(Instant.MAX)))
            .then(f -> Task.value(Tuple.of("went on", f)));
    assertThat(Everywhere.value(program.then(x -> Task.value("went on")))).isEqualTo("went on");
    assertThat(Times.after(5, forever)).isEqualTo(Long.MAX_VALUE);
    assertThat(Times.millis(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(Times.millis(Instant.MIN)).isZero();
    assertThat(Times.after(5, Duration.ofMillis(7))).isEqualTo(12);
  }
}

package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With which version of the code a run goes on. */
final class VersionsTest {
  private final ManualLoop loop = new ManualLoop();
  private final TestPlatform platform = new TestPlatform();
  private final Engine engine =
      new Engine(
          loop,
          new MemoryStore(1, InstantSource.system()).on(loop),
          platform,
          new Invitations("127.0.0.1", "secret"),
          EngineSettings.of(4),
          loop.time());
  private long instances;

  @BeforeEach
  void open() {
    platform.versions("new", "old");
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
  }

  private void start(String run, String code) {
    engine
        .commands()
        .submit(run, new Command.Start("flow", "1".getBytes(UTF_8), 1, code), reply -> {});
    loop.pass(10);
  }

  private TestWorker connect(TestPlatform.Invoked invocation) {
    TestWorker worker = new TestWorker(invocation.id(), ++instances);
    engine.workers().connected(worker);
    loop.pass(1);
    worker.take(Message.Welcome.class);
    return worker;
  }

  private TestWorker connect(String version) {
    TestPlatform.Invoked invocation = platform.take();
    assertThat(invocation.version()).isEqualTo(version);
    return connect(invocation);
  }

  private Assignment assigned(TestWorker worker) {
    engine.workers().poll(worker, TestWorker.poll());
    loop.pass(10);
    return worker.take(Message.Assigned.class).assignment();
  }

  private void commit(TestWorker worker, Assignment task, Next next) {
    engine.workers().commit(worker, TestWorker.commit(task, next, true));
    loop.pass(10);
    worker.take(Message.Yielded.class);
  }

  private String codeOf(String run) {
    LoadedRun loaded = Objects.requireNonNull(engine.partitions().loaded(run));
    return Objects.requireNonNull(loaded.state()).header().code();
  }

  private Reply move(String run, String version) {
    List<Reply> replies = new ArrayList<>();
    engine.commands().submit(run, new Command.Move(version), replies::add);
    loop.pass(10);
    return replies.getFirst();
  }

  private static Next parked() {
    return new Next.Parked(
        new Failure(ErrorCode.CODE_CHANGED.text(), "T", "edited", null, List.of(), null));
  }

  @Test
  void eachRunIsGivenToWorkersOfItsVersion() {
    start("a", "old");
    start("b", "new");
    TestWorker old = connect("old");
    TestWorker fresh = connect("new");
    assertThat(assigned(fresh).ref().run()).isEqualTo("b");
    assertThat(assigned(old).ref().run()).isEqualTo("a");
  }

  @Test
  void workerOfAnotherVersionIsNotGivenWhatWaits() {
    start("a", "old");
    TestWorker old = connect("old");
    commit(old, assigned(old), new Next.Signal("go"));
    start("b", "new");
    engine.workers().poll(old, TestWorker.poll());
    loop.pass(10);
    assertThat(old.unread()).isZero();
    assertThat(assigned(connect("new")).ref().run()).isEqualTo("b");
  }

  @Test
  void runGoesOnWithThePresentVersionWhereItsOwnIsGoneAndStaysWithIt() {
    start("a", "older");
    TestWorker worker = connect("new");
    Assignment task = assigned(worker);
    assertThat(codeOf("a")).isEqualTo("older");
    commit(worker, task, TestWorker.NOTHING);
    assertThat(codeOf("a")).isEqualTo("new");
  }

  @Test
  void runThatThePresentVersionCantGoOnWithStaysWithItsOwn() {
    start("a", "older");
    TestWorker worker = connect("new");
    commit(worker, assigned(worker), parked());
    assertThat(codeOf("a")).isEqualTo("older");
  }

  @Test
  void commitOfAVersionThatARunWasMovedFromDoesNotMoveItBack() {
    start("a", "old");
    TestWorker old = connect("old");
    Assignment task = assigned(old);
    assertThat(move("a", "new")).isInstanceOf(Reply.None.class);
    commit(old, task, TestWorker.NOTHING);
    assertThat(codeOf("a")).isEqualTo("new");
    assertThat(assigned(connect("new")).ref().run()).isEqualTo("a");
  }

  @Test
  void workerIsAskedForTheTaskOfARunThatWasMoved() {
    start("a", "old");
    TestWorker old = connect("old");
    Assignment task = assigned(old);
    move("a", "new");
    loop.pass(30_000);
    assertThat(old.alive())
        .extracting(Message.Alive::giveBack)
        .filteredOn(Objects::nonNull)
        .isNotEmpty()
        .containsOnly(task.ref());
  }

  @Test
  void tasksThatWaitMoveWithTheirRun() {
    start("a", "old");
    TestWorker old = connect("old");
    move("a", "new");
    TestWorker fresh = connect("new");
    engine.workers().poll(old, TestWorker.poll());
    assertThat(assigned(fresh).ref().run()).isEqualTo("a");
    assertThat(old.unread()).isZero();
  }

  @Test
  void parkedTaskTriesAgainWhenItsRunIsMoved() {
    start("a", "old");
    TestWorker old = connect("old");
    commit(old, assigned(old), parked());
    move("a", "new");
    assertThat(assigned(connect("new")).ref().run()).isEqualTo("a");
  }

  @Test
  void versionWhoseWorkersNeverComeCountsAsGone() {
    start("a", "old");
    for (int i = 0; i < 3; i++) {
      TestPlatform.Invoked invocation = platform.take();
      assertThat(invocation.version()).isEqualTo("old");
      invocation.end().complete(new InvokeOutcome.Failed(InvokeError.INIT_ERROR, "no class Main"));
      loop.pass(20_000);
    }
    assertThat(platform.take().version()).isEqualTo("new");
  }

  @Test
  void versionThatIsGoneKeepsNoOtherFromBeingInvoked() {
    start("a", "old");
    platform.take().end().complete(new InvokeOutcome.Failed(InvokeError.NOT_FOUND, "no version"));
    start("b", "new");
    assertThat(platform.take().version()).isEqualTo("new");
  }

  @Test
  void versionThatMayNotBeInvokedIsNotGoneAndItsRunsSaySoThoughOthersGoOn() {
    start("a", "old");
    TestPlatform.Invoked old = platform.take();
    for (int i = 0; i < 6; i++) {
      assertThat(old.version()).isEqualTo("old");
      old.end().complete(new InvokeOutcome.Failed(InvokeError.KEY_REFUSED, "disabled"));
      while (platform.waiting() == 0) {
        loop.pass(10);
      }
      old = platform.take();
    }
    start("b", "new");
    assertThat(assigned(connect("new")).ref().run()).isEqualTo("b");
    WarningView told = Objects.requireNonNull(engine.reads().warning("a"));
    assertThat(told.code()).isEqualTo("KAPPA-512");
    assertThat(engine.reads().warning("b")).isNull();
    assertThat(assigned(connect(old)).ref().run()).isEqualTo("a");
    assertThat(engine.reads().warning("a")).isNull();
  }

  @Test
  void neededAreTheVersionsOfRunsThatHaveNotEnded() {
    start("a", "old");
    start("b", "other");
    start("c", "new");
    engine.commands().submit("b", new Command.Cancel(), reply -> {});
    loop.pass(10);
    List<Set<String>> needed = new ArrayList<>();
    var unused = NeededVersions.of(engine.reads().indexes()).thenAccept(needed::add);
    loop.pass(10);
    assertThat(needed.getFirst()).containsExactlyInAnyOrder("old", "new");
  }
}

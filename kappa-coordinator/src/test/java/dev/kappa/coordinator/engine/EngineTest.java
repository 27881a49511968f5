package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import io.netty.channel.DefaultEventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EngineTest {
  private static final long NOW = 1_000_000;

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final MemoryStore store = new MemoryStore(1, InstantSource.system());
  private final Core core = new Core(CoreSettings.DEFAULT);

  @AfterEach
  void endLoop() {
    loop.shutdownGracefully();
  }

  @Test
  @Timeout(60)
  void sleeperIsWokenBehindManyActiveRuns() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      changes.addAll(start("active" + i).changes());
    }
    changes.addAll(sleeping("sleeper", NOW + 1));
    Partition before = store.takeOver(0).get();
    before.write(changes).get();

    Engine engine = engine();
    call(() -> engine.open(TestSeats.alone())).get().get();

    // Active means that its task goes on: it has been woken.
    while (header(engine, "sleeper").wake() != 0) {
      Thread.onSpinWait();
    }
    assertThat(header(engine, "active0").wake()).isZero();
    call(engine::close).get().get();
  }

  @Test
  @Timeout(60)
  void runThatIsNotInMemoryTakesASignalOnce() throws Exception {
    Partition before = store.takeOver(0).get();
    before.write(waiting("patient", new Next.Signal("go"))).get();
    Engine engine = engine();
    EngineRuns runs = new EngineRuns(loop, engine, new Application(new TestPlatform()));
    call(() -> engine.open(TestSeats.alone())).get().get();
    assertThat(header(engine, "patient").wake()).isEqualTo(Long.MAX_VALUE);

    RunView told = runs.signal("patient", "go", "1").get();
    assertThat(told.runId()).isEqualTo("patient");
    assertThat(header(engine, "patient").wake()).as("its task goes on").isZero();
    assertThat(runs.signal("patient", "go", "1").get().runId()).isEqualTo("patient");
    assertRefused(runs.signal("patient", "go", "2"), ErrorCode.IDEMPOTENCY_CONFLICT);
    assertRefused(runs.signal("nobody", "go", "1"), ErrorCode.UNKNOWN_RUN);
    call(engine::close).get().get();
  }

  private static void assertRefused(Future<RunView> answer, ErrorCode code) {
    assertThatThrownBy(answer::get)
        .cause()
        .isInstanceOfSatisfying(KappaException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Applied start(String run) {
    return core.apply(run, null, new Command.Start("flow", "1".getBytes(UTF_8), 1), NOW);
  }

  /** {@return what is stored of a run whose only task sleeps} */
  private List<Change> sleeping(String run, long until) {
    return waiting(run, new Next.Sleep(until));
  }

  private List<Change> waiting(String run, Next.Wait wait) {
    Applied started = start(run);
    Applied given =
        core.apply(run, started.state(), new Command.Dispatch(Handle.ROOT, true, 1), NOW);
    Continuation continuation = new Continuation(0, List.of(), wait, 0, 0, Extent.NONE, false);
    AttemptRef attempt = new AttemptRef(run, Handle.ROOT, 1);
    Commit commit = new Commit(attempt, 1, 1, continuation, List.of(), false);
    Applied asleep = core.apply(run, given.state(), new Command.Committed(commit, 7), NOW);
    List<Change> all = new ArrayList<>(started.changes());
    all.addAll(given.changes());
    all.addAll(asleep.changes());
    RunState state = asleep.state();
    assertThat(state.active()).isFalse();
    return all;
  }

  private Engine engine() {
    return new Engine(
        loop,
        store.on(loop),
        new TestPlatform(),
        new Invitations("127.0.0.1", "secret"),
        EngineSettings.of(1),
        Time.system());
  }

  private RunHeader header(Engine engine, String run) throws Exception {
    return call(() -> engine.reads().header(run)).get().get();
  }

  private <T> Future<T> call(Callable<T> action) {
    return loop.submit(action);
  }
}

package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a function returns to a coordinator that has its run no more, in a time of their own. */
final class ReturnedElsewhereTest {
  private static final int RUNS = 20;
  private static final long MINUTE = 60_000;

  private final ManualLoop world = new ManualLoop();
  private final MemoryStore store =
      new MemoryStore(16, () -> Instant.ofEpochMilli(world.time().now()));
  private final Map<String, Coordinator> all = new HashMap<>();

  /** A coordinator of the test. */
  private final class Coordinator {
    final TurnPlatform platform = new TurnPlatform();
    final Engine engine =
        new Engine(
            world,
            store.on(world),
            platform,
            new Invitations("127.0.0.1", store.secret()),
            EngineSettings.of(RUNS).with(WorkersMode.RETURN),
            world.time());

    Coordinator(String id) {
      all.put(id, this);
      engine.reaching(
          (to, hello, ear) ->
              new GrantedWay(LocalWay.open(of(to.host()).engine.workers(), world, hello, ear)));
      var unused = engine.open(TestSeats.among(id));
    }

    boolean has(TurnPlatform.Invoked invoked) {
      return !engine.peers().haveTaken(invoked.task().ref().run());
    }

    RunStatus status(TurnPlatform.Invoked invoked) {
      var header = engine.reads().header(invoked.task().ref().run());
      world.pass(10);
      return header.join().status();
    }
  }

  /** As over a connection, where nobody is heard of an attempt whose grant was not shown. */
  private final class GrantedWay implements WorkerWays.Way {
    private final WorkerWays.Way way;
    private @Nullable AttemptRef granted;

    GrantedWay(WorkerWays.Way way) {
      this.way = way;
    }

    @Override
    public void send(Message message) {
      AttemptRef speaksOf =
          switch (message) {
            case Message.Commits m -> m.commit().ref();
            case Message.Heartbeat m -> m.ref();
            default -> granted;
          };
      if (message instanceof Message.Grant grant && refusal(grant) == null) {
        granted = grant.ref();
      } else if (Objects.equals(speaksOf, granted)) {
        way.send(message);
      }
    }

    private @Nullable String refusal(Message.Grant grant) {
      return WorkerTokens.of(store.secret()).refusal(grant, world.time().now());
    }

    @Override
    public void close() {
      way.close();
    }
  }

  private Coordinator of(String id) {
    return Objects.requireNonNull(all.get(id));
  }

  /** {@return functions of {@code a} that work for runs which are another's by now} */
  private List<TurnPlatform.Invoked> handedOver(Coordinator a) {
    for (int i = 0; i < RUNS; i++) {
      a.engine
          .commands()
          .submit("run" + i, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    }
    world.pass(100);
    List<TurnPlatform.Invoked> invoked = new ArrayList<>();
    while (a.platform.waiting() > 0) {
      invoked.add(a.platform.take());
    }
    assertThat(invoked).hasSize(RUNS);
    Coordinator b = new Coordinator("b");
    world.pass(MINUTE);
    List<TurnPlatform.Invoked> away = invoked.stream().filter(b::has).toList();
    assertThat(away).isNotEmpty().hasSizeLessThan(RUNS);
    return away;
  }

  @Test
  void whatWasReturnedIsPassedOnToWhoHasTheRun() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    List<TurnPlatform.Invoked> away = handedOver(a);
    Coordinator b = of("b");
    assertThat(b.platform.waiting()).as("tasks that were taken for lost").isZero();
    for (TurnPlatform.Invoked invoked : away) {
      invoked.returns(
          new Message.Commits(
              TestWorker.commit(
                  invoked.task(), new Next.Completed(Payload.NONE, "42".getBytes(UTF_8)), false)));
    }
    world.pass(100);
    assertThat(away).allMatch(invoked -> b.status(invoked) == RunStatus.SUCCEEDED);
    assertThat(b.platform.waiting()).isZero();
  }

  /** A coordinator that takes over from one that stands still for ever, with a time of its own. */
  private final class Successor {
    final ManualLoop own = new ManualLoop();
    final TurnPlatform platform = new TurnPlatform();
    final Engine engine =
        new Engine(
            own,
            store.on(own),
            platform,
            new Invitations("127.0.0.1", store.secret()),
            EngineSettings.of(RUNS).with(WorkersMode.RETURN),
            own.time());

    Successor() {
      var unused = engine.open(TestSeats.alone());
      own.pass(10);
    }
  }

  @Test
  void coordinatorsThatDieDoNotCountAgainstTheStepThatTheirFunctionsRan() {
    Successor coordinator = new Successor();
    coordinator
        .engine
        .commands()
        .submit("run", new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    coordinator.own.pass(100);
    for (int died = 0; died < 5; died++) {
      TurnPlatform.Invoked invoked = coordinator.platform.take();
      assertThat(invoked.task().ref().epoch()).isEqualTo(died + 1);
      assertThat(invoked.task().poison()).isNull();
      coordinator = new Successor();
      coordinator.own.pass(2 * MINUTE);
    }
  }

  @Test
  void functionThatDiesHasItsTaskDoneByWhoHasTheRun() {
    Coordinator a = new Coordinator("a");
    world.pass(10);
    List<TurnPlatform.Invoked> away = handedOver(a);
    TurnPlatform.Invoked dead = away.getFirst();
    dead.ends(new InvokeOutcome.Failed(InvokeError.CRASH, "dead"));
    world.pass(MINUTE);
    TurnPlatform.Invoked again = of("b").platform.take();
    assertThat(again.task().ref().run()).isEqualTo(dead.task().ref().run());
    assertThat(again.task().ref().epoch()).isEqualTo(2);
  }
}

package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Invocations of functions for which somebody asks for a task before they are invoked. */
final class InvocationsTest {
  private static final String VERSION = "";

  private final ManualLoop loop = new ManualLoop();
  private final Invitations invitations = new Invitations("127.0.0.1", "secret");
  private final MissedStarts missed = new MissedStarts(loop.time());
  private final Deque<CompletableFuture<InvokeOutcome>> running = new ArrayDeque<>();
  private final List<String> begun = new ArrayList<>();
  private final Engine engine =
      new Engine(
          loop,
          new MemoryStore(1, InstantSource.system()).on(loop),
          new TurnPlatform(),
          invitations,
          EngineSettings.of(10),
          loop.time());
  private final Invocations invocations =
      new Invocations(
          loop,
          this::begin,
          invitations,
          10,
          missed,
          engine.versions(),
          loop.time(),
          new Invocations.Listener() {
            @Override
            public void ended(String id, InvokeOutcome how) {}

            @Override
            public void free() {}
          });

  private CompletableFuture<InvokeOutcome> begin(
      String version, Invitations.Invitation invitation) {
    begun.add(invitation.id());
    CompletableFuture<InvokeOutcome> end = new CompletableFuture<>();
    running.add(end);
    return end;
  }

  private String placed() {
    invocations.begin(VERSION);
    invocations.placed(begun.getLast());
    return begun.getLast();
  }

  private void returned() {
    running.remove().complete(new InvokeOutcome.Returned(new byte[0]));
    loop.pass(1);
  }

  @Test
  void functionThatNeverAnsweredIsOneThatDidNotCome() {
    String unused = placed();
    returned();
    assertThat(missed.inARow(VERSION)).isEqualTo(1);
    assertThat(invocations.full(VERSION)).as("it waits before the next").isTrue();
  }

  @Test
  void functionThatAnsweredHasComeThoughTheWayToTheCoordinatorWasLostAfterwards() {
    String id = placed();
    invocations.came(id);
    invocations.placed(id);
    returned();
    assertThat(missed.inARow(VERSION)).isZero();
    assertThat(invocations.full(VERSION)).isFalse();
  }
}

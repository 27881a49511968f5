package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.codec.Codec;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two slots of a resident worker, one in a long step, and two coordinators. */
final class ResidentSlotsTest extends WorkerFixture {
  private final FakeCoordinator invites;
  private final FakeCoordinator hasATask;
  private final AtomicInteger asked = new AtomicInteger();
  private final ResidentPass pass;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);
  private final List<Thread> slots = new ArrayList<>();

  ResidentSlotsTest() throws IOException {
    List<FakeCoordinator> both = new ArrayList<>(List.of(coordinator(), coordinator()));
    both.sort(Comparator.comparing(it -> it.address().toString()));
    invites = both.getFirst();
    hasATask = both.getLast();
    invites.peers = List.of(hasATask.address());
    hasATask.peers = List.of(invites.address());
    pass = new ResidentPass(this::invitation);
    pass.learn(List.of(invites.address(), hasATask.address()), "i1", "token of i1");
    hasATask.tasks.add(FakeCoordinator.enter("resident", NAME));
  }

  /** As a coordinator invites: each time as another invocation, with a token for that alone. */
  private Order.Work invitation() {
    String invocation = "i" + asked.incrementAndGet();
    return new Order.Work(
        invites.address(),
        "token of " + invocation,
        invocation,
        new Api("http://here", ""),
        "",
        "");
  }

  private void startSlot(ResidentLife life) {
    Surroundings first =
        new Surroundings(
            Programs.application(),
            Codec.of(Programs.application().loader()),
            pass.order().api(),
            Path.of("."),
            life.time(),
            new StepThreads(),
            World.REAL,
            LargeValues.WITH_THE_COORDINATOR,
            true);
    ResidentSurroundings surroundings = new ResidentSurroundings(first, pass.order());
    ClassLoader loader = Programs.application().loader();
    slots.add(Thread.ofPlatform().start(new ResidentSlot(pass, surroundings, loader, "v1", life)));
  }

  /** One slot comes to the second coordinator, and is in a step; then the other is refused. */
  private void startBoth(ResidentLife life) {
    Programs.watcher =
        step -> {
          begun.countDown();
          await(told);
        };
    invites.refusal = "not now";
    startSlot(life);
    await(begun);
    startSlot(life);
  }

  private static void until(BooleanSupplier holds) {
    long end = System.nanoTime() + MINUTE.toNanos();
    while (!holds.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(holds.getAsBoolean()).isTrue();
  }

  private List<Message.Hello> allHellos() {
    List<Message.Hello> all = new ArrayList<>(hellos(invites));
    all.addAll(hellos(hasATask));
    return all;
  }

  @AfterEach
  void let() {
    told.countDown();
  }

  private void end(ResidentLife life) throws InterruptedException {
    life.end(Duration.ZERO);
    for (Thread slot : slots) {
      slot.join();
    }
  }

  @Test
  void tokenOfOneInvocationIsNeverShownForAnotherAfterASlotHadToAskAnew() throws Exception {
    ResidentLife life = new ResidentLife(Duration.ZERO, MINUTE);
    startBoth(life);
    until(() -> !hellos(invites).isEmpty());
    invites.refusal = null;
    until(() -> !received(Message.Poll.class, invites).isEmpty());
    assertThat(asked.get()).as("the other slot asked anew").isGreaterThan(1);

    int before = allHellos().size();
    told.countDown();
    until(() -> allHellos().size() >= before + 4);
    end(life);
    assertThat(allHellos())
        .allSatisfy(hello -> assertThat(hello.token()).isEqualTo("token of " + hello.invocation()));
  }

  @Test
  void tokenOfAnEarlierInvocationIsNotTakenAndOneOfThePresentIs() {
    pass.renew();
    List<Message.Address> all = List.of(invites.address());
    pass.learn(all, "i1", "newer token of i1");
    assertThat(pass.order().token()).isEqualTo("token of i2");
    pass.learn(all, "i2", "newer token of i2");
    assertThat(pass.order().token()).isEqualTo("newer token of i2");
    assertThat(pass.order().invocation()).isEqualTo("i2");
  }

  @Test
  void stepGoesOnToItsEndThoughNobodyLetsTheOtherSlotIn() throws Exception {
    ResidentLife life = new ResidentLife(Duration.ZERO, Duration.ofNanos(1));
    startBoth(life);
    until(() -> hellos(invites).size() >= 3);
    assertThat(life.isEnding()).isFalse();
    told.countDown();
    until(() -> !hasATask.commits.isEmpty() && isCompleted());
    end(life);
    assertThat(Programs.LOG).containsExactly("there", "there again");
    assertThat(hasATask.commits).noneMatch(commit -> commit.release());
  }

  private boolean isCompleted() {
    return hasATask.commits.getLast().next().next() instanceof Next.Completed;
  }

  @Test
  void workerThatNobodyLetsInEndsWhenItsLastTaskIsOver() {
    ResidentLife life = new ResidentLife(Duration.ZERO, Duration.ofNanos(1));
    life.begins();
    life.begins();
    failLater(life);
    failLater(life);
    life.ends();
    failLater(life);
    assertThat(life.isEnding()).isFalse();
    life.ends();
    failLater(life);
    assertThat(life.isEnding()).isTrue();
    assertThat(life.failure()).hasMessage("nobody is there");
  }

  private static void failLater(ResidentLife life) {
    long now = System.nanoTime();
    until(() -> System.nanoTime() > now + 1);
    life.failed(new KappaException(ErrorCode.COORDINATOR_UNREACHABLE, "nobody is there"));
  }
}

package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.handler.FakeCoordinator.Answer;
import dev.kappa.wire.Commit;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever is lost on the way, a worker that lives runs each step once, and its commits chain. */
final class LossPropertyTest {
  enum Loss {
    NONE,
    REQUEST,
    REPLY
  }

  @Property(tries = 20)
  void lostMessagesChangeNothing(
      @ForAll boolean asynchronous, @ForAll @Size(max = 6) List<Loss> losses) throws IOException {
    Programs.LOG.clear();
    try (FakeCoordinator coordinator = new FakeCoordinator()) {
      Iterator<Loss> next = losses.iterator();
      coordinator.script =
          commit -> next.hasNext() ? answer(next.next(), commit) : answer(Loss.NONE, commit);
      coordinator.tasks.add(
          FakeCoordinator.enter(asynchronous ? "async" : "three", "{\"first\":\"Ann\",\"age\":1}"));

      String answer = coordinator.work(Programs.worker(), Duration.ofMinutes(5));

      assertThat(answer).isEqualTo("{\"tasks\":1,\"reason\":\"released\"}");
      assertThat(Programs.LOG).containsExactly("one", "two", "three");
      assertChain(coordinator.commits);
    }
  }

  private static Answer answer(Loss loss, Commit commit) {
    return switch (loss) {
      case NONE -> new Answer.Say(FakeCoordinator.usual(commit));
      case REQUEST -> new Answer.CutBefore();
      case REPLY -> new Answer.CutAfter(FakeCoordinator.usual(commit));
    };
  }

  private static void assertChain(List<Commit> commits) {
    assertThat(commits).hasSize(3);
    long base = 0;
    for (Commit commit : commits) {
      assertThat(commit.base()).isEqualTo(base);
      base = commit.digest();
    }
  }
}

package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Message.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoordinatorsTest {
  private static final Address A = new Address("a", 1);
  private static final Address B = new Address("b", 1);
  private static final Address C = new Address("c", 1);

  private final Coordinators coordinators = new Coordinators(A);

  @Test
  void oneThatFailsIsTriedAgainAfterAllOthers() {
    coordinators.learn(List.of(A, B, C));
    assertThat(afterFailures(4)).containsExactly(B, C, A, B);
  }

  @Test
  void oneThatFailedIsTriedAfterAllOthersAlsoWhenItIsNamedAgain() {
    coordinators.learn(List.of(B, C));
    coordinators.failed();
    coordinators.learn(List.of(A, C));
    assertThat(afterFailures(2)).containsExactly(C, A);
  }

  @Test
  void newOneIsTriedBeforeThoseThatFailed() {
    coordinators.learn(List.of(B));
    coordinators.failed();
    coordinators.learn(List.of(A, C));
    assertThat(afterFailures(3)).containsExactly(C, A, B);
  }

  @Test
  void whereNoneThatIsKnownIsThereItIsAskedForOthers() {
    Coordinators asking = new Coordinators(A, () -> List.of(C));
    asking.learn(List.of(B));
    asking.failed();
    assertThat(asking.current()).isEqualTo(B);
    asking.failed();
    assertThat(asking.current()).isEqualTo(C);
    assertThat(asking.all()).containsExactlyInAnyOrder(A, B, C);
  }

  @Test
  void theOnlyOneIsTriedAgain() {
    assertThat(afterFailures(2)).containsExactly(A, A);
  }

  @Test
  void oneThatSentTheWorkerAwayIsAskedWhenTheOtherFails() {
    coordinators.moved(B);
    assertThat(coordinators.current()).isEqualTo(B);
    coordinators.learn(List.of(A));
    assertThat(afterFailures(2)).containsExactly(A, B);
  }

  @Test
  void oneThatIsAloneSaysThatTheOthersAreGone() {
    coordinators.learn(List.of(B, C));
    coordinators.failed();
    coordinators.learn(List.of());
    assertThat(afterFailures(2)).containsExactly(B, B);
  }

  @Test
  void oneThatNamesItselfIsKept() {
    coordinators.moved(A);
    assertThat(afterFailures(2)).containsExactly(A, A);
  }

  private List<Address> afterFailures(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(
            i -> {
              coordinators.failed();
              return coordinators.current();
            })
        .toList();
  }
}

package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Checkpoint;
import dev.kappa.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A method that uses a saga keeps its refunds when it is called in another one, whatever dies. */
final class NestedSagaTest {
  private static final List<String> REFUNDS = new ArrayList<>();

  private static Task<String> paid(int amount) {
    return Task.step("pay", () -> "receipt for " + amount)
        .undo("refund", receipt -> REFUNDS.add(receipt));
  }

  private static Task<String> ship(String receipt) {
    return Task.step("ship", () -> lost(receipt));
  }

  private static String lost(String receipt) {
    throw new IllegalStateException("lost, with " + receipt);
  }

  private static Task<String> order() {
    return Task.saga(() -> Task.saga(() -> paid(40)).then(receipt -> ship(receipt)));
  }

  @ParameterizedTest
  @EnumSource(Checkpoint.class)
  void whatWasPaidIsRefundedWhateverDies(Checkpoint mode) {
    KappaTest.of(order())
        .checkpoints(mode)
        .beforeEach(REFUNDS::clear)
        .everyCrash()
        .check(
            run -> {
              assertThat(run.error().message()).isEqualTo("lost, with receipt for 40");
              assertThat(Set.copyOf(REFUNDS)).isEqualTo(new TreeSet<>(Set.of("receipt for 40")));
            });
  }
}

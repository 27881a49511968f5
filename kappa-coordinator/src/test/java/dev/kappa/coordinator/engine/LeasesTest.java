package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import org.junit.jupiter.api.Test;

final class LeasesTest {
  private final Leases leases = new Leases(100);

  private static AttemptRef attempt(long epoch) {
    return new AttemptRef("run", Handle.ROOT, epoch);
  }

  @Test
  void endOfAnAttemptThatTheStoreLostEndsNoOther() {
    leases.renew(attempt(3), 0);
    leases.end(attempt(5));
    assertThat(leases.expired(100)).containsExactly(new Leases.Silence(attempt(3), true));
  }

  @Test
  void endOfAnEarlierAttemptEndsNoLater() {
    leases.renew(attempt(3), 0);
    leases.renew(attempt(4), 0);
    leases.end(attempt(3));
    assertThat(leases.expired(100)).containsExactly(new Leases.Silence(attempt(4), true));
  }

  @Test
  void attemptThatEndedIsNotSilent() {
    leases.renew(attempt(3), 0);
    leases.end(attempt(3));
    assertThat(leases.expired(100)).isEmpty();
  }

  @Test
  void attemptThatWasNotGivenItsTaskHereIsToldAsSuch() {
    leases.expect(attempt(3), 0);
    leases.renewAll(10);
    assertThat(leases.expired(109)).isEmpty();
    assertThat(leases.expired(110)).containsExactly(new Leases.Silence(attempt(3), false));
    leases.expect(attempt(4), 0);
    leases.beat(attempt(4), 50);
    assertThat(leases.expired(150)).containsExactly(new Leases.Silence(attempt(4), false));
  }
}

package dev.kappa.coordinator.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Of what a worker may speak over a connection. */
final class GrantsTest {
  private static final long NOW = 1_795_000_000_000L;
  private static final long LIFE = WorkerTokens.LIFE.toMillis();
  private static final AttemptRef FIRST = new AttemptRef("run", Handle.ROOT, 1);
  private static final AttemptRef SECOND = new AttemptRef("run", new Handle(1, 1), 1);

  private final WorkerTokens tokens = WorkerTokens.of("secret");
  private final Grants grants = new Grants(tokens, false);

  @Test
  void whoWasGivenNothingSpeaksOfNothing() {
    assertThat(grants.allow(FIRST)).isFalse();
    assertThat(grants.why()).contains("was not given this task");
    assertThat(grants.renewed(NOW + LIFE)).isNull();
  }

  @Test
  void whoWasGivenATaskSpeaksOfThatUntilItIsGivenAnother() {
    grants.give(FIRST, NOW);
    assertThat(grants.allow(FIRST)).isTrue();
    assertThat(grants.allow(SECOND)).isFalse();
    grants.give(SECOND, NOW);
    assertThat(grants.allow(FIRST)).isFalse();
    assertThat(grants.allow(SECOND)).isTrue();
  }

  @Test
  void whatWasGivenHoldsOverAnotherConnection() {
    Message.Grant given = grants.give(FIRST, NOW);
    Grants other = new Grants(WorkerTokens.of("secret"), false);
    other.show(given, NOW + LIFE);
    assertThat(other.allow(FIRST)).isTrue();
    assertThat(other.allow(SECOND)).isFalse();
  }

  @Test
  void whatIsRefusedChangesNothingAndIsExplained() {
    Message.Grant given = grants.give(FIRST, NOW);
    Grants other = new Grants(tokens, false);
    other.show(given, NOW + LIFE + 1);
    assertThat(other.allow(FIRST)).isFalse();
    assertThat(other.why()).isEqualTo("its grant has expired");
    other.give(SECOND, NOW);
    assertThat(other.why()).contains("was not given this task");
    grants.show(new Message.Grant(SECOND, given.token()), NOW);
    assertThat(grants.allow(SECOND)).isFalse();
    assertThat(grants.allow(FIRST)).isTrue();
  }

  @Test
  void aLongAttemptIsGivenANewGrantLongBeforeTheOldOneEnds() {
    grants.give(FIRST, NOW);
    assertThat(grants.renewed(NOW + LIFE / 4 - 1)).isNull();
    Message.Grant next = Objects.requireNonNull(grants.renewed(NOW + LIFE / 4));
    assertThat(tokens.refusal(next, NOW + LIFE / 4 + LIFE)).isNull();
    assertThat(grants.renewed(NOW + LIFE / 2 - 1)).isNull();
  }

  @Test
  void ofAnAttemptThatHasEndedNoNewGrantIsGiven() {
    grants.give(FIRST, NOW);
    grants.over();
    assertThat(grants.renewed(NOW + LIFE)).isNull();
    assertThat(grants.allow(FIRST)).as("what was on its way").isTrue();
    grants.give(SECOND, NOW);
    assertThat(grants.renewed(NOW + LIFE)).isNotNull();
  }

  @Test
  void whoComesBackWithAnAttemptIsGivenANewGrantAtOnce() {
    Message.Grant given = grants.give(FIRST, NOW);
    Grants other = new Grants(tokens, false);
    other.show(given, NOW + LIFE);
    Message.Grant next = Objects.requireNonNull(other.renewed(NOW + LIFE));
    assertThat(tokens.refusal(next, NOW + 2 * LIFE)).isNull();
  }

  @Test
  void residentWorkersMayBeAwayForLong() {
    Message.Grant given = new Grants(tokens, true).give(FIRST, NOW);
    assertThat(tokens.refusal(given, NOW + WorkerTokens.RESIDENT_GRANT.toMillis())).isNull();
    assertThat(tokens.refusal(given, NOW + WorkerTokens.RESIDENT_GRANT.toMillis() + 1)).isNotNull();
  }
}

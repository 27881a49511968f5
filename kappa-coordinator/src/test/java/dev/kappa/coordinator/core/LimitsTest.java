package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.PermitVerb;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A limit and those who ask for its permits. */
final class LimitsTest {
  private static final LimitSpec TWO = new LimitSpec("api", 2, 0, 0);
  private static final LimitSpec TWO_A_SECOND = new LimitSpec("api", 0, 2, 1000);

  private final TestLimit limit = new TestLimit(TWO);
  private final TestLimit rate = new TestLimit(TWO_A_SECOND);

  @Test
  void permitIsOfferedThenTakenThenGivenBack() {
    PermitAnswer offer = limit.acquire("a");
    assertThat(offer.stage()).isEqualTo(PermitStage.OFFERED);
    assertThat(limit.take("a", offer.ticket()))
        .isEqualTo(new PermitAnswer(PermitStage.TAKEN, offer.ticket()));
    assertThat(limit.acquire("a")).as("asked again").isEqualTo(limit.take("a", offer.ticket()));
    assertThat(limit.release("a")).isEqualTo(PermitAnswer.NONE);
    assertThat(limit.isForgotten()).isTrue();
  }

  @Test
  void whoAskedFirstIsNext() {
    List.of("a", "b", "c", "d").forEach(limit::acquire);
    limit.take("a");
    limit.take("b");
    assertThat(limit.stage("c")).isEqualTo(PermitStage.WAITING);
    limit.release("b");
    assertThat(limit.offered()).containsExactly("c");
    assertThat(limit.stage("d")).isEqualTo(PermitStage.WAITING);
    limit.reload();
    limit.release("a");
    assertThat(limit.offered()).containsExactly("d");
  }

  @Test
  void whoAsksAgainKeepsItsPlace() {
    List.of("a", "b", "c", "d").forEach(limit::acquire);
    limit.acquire("d");
    limit.acquire("c");
    limit.release("a");
    assertThat(limit.offered()).containsExactly("c");
  }

  @Test
  void offerThatNobodyTakesIsTheNextOnes() {
    List.of("a", "b", "c").forEach(limit::acquire);
    limit.take("a");
    long ticket = limit.acquire("b").ticket();
    limit.tick(limit.wake());
    assertThat(limit.offered()).containsExactly("c");
    assertThat(limit.take("b", ticket)).as("too late").isEqualTo(PermitAnswer.NONE);
    assertThat(limit.stage("a")).as("what is taken stays so").isEqualTo(PermitStage.TAKEN);
  }

  @Test
  void requestsThatComeAfterThePermitWasGivenBackTakeNothingForGood() {
    long ticket = limit.acquire("a").ticket();
    limit.take("a", ticket);
    limit.acquire("b");
    limit.release("a");
    limit.acquire("a");
    assertThat(limit.take("a", ticket).stage()).isEqualTo(PermitStage.OFFERED);
    limit.tick(limit.wake());
    assertThat(limit.stage("a")).isEqualTo(PermitStage.NONE);
  }

  @Test
  void ticketOfALimitThatWasForgottenDoesNotComeAgain() {
    long ticket = limit.acquire("a").ticket();
    limit.release("a");
    assertThat(limit.isForgotten()).isTrue();
    assertThat(limit.acquire("a").ticket()).isNotEqualTo(ticket);
  }

  @Test
  void permitThatIsNotKnownIsGivenBackAsOften() {
    assertThat(limit.release("a")).isEqualTo(PermitAnswer.NONE);
    assertThat(limit.take("a", 7)).isEqualTo(PermitAnswer.NONE);
    assertThat(limit.isForgotten()).isTrue();
  }

  @Test
  void rateLetsInNoMoreInAnyTimeOfThatLength() {
    rate.acquire("a");
    rate.take("a");
    rate.now += 400;
    rate.acquire("b");
    rate.take("b");
    List.of("c", "d").forEach(rate::acquire);
    assertThat(rate.wake()).isEqualTo(1_001_000);
    rate.tick(1_000_999);
    assertThat(rate.offered()).isEmpty();
    rate.tick(1_001_000);
    assertThat(rate.offered()).containsExactly("c");
    rate.take("c");
    rate.tick(1_001_400);
    assertThat(rate.offered()).containsExactly("d");
  }

  @Test
  void rateIsRememberedWhenAllWereGivenBackUntilItCountsNoMore() {
    List.of("a", "b").forEach(rate::acquire);
    rate.take("a");
    rate.take("b");
    rate.release("a");
    rate.release("b");
    assertThat(rate.isForgotten()).isFalse();
    rate.reload();
    assertThat(rate.acquire("c").stage()).isEqualTo(PermitStage.WAITING);
    rate.release("c");
    rate.tick(rate.wake());
    assertThat(rate.isForgotten()).isTrue();
  }

  @Test
  void offerThatNobodyTakesDoesNotCountForTheRate() {
    List.of("a", "b", "c").forEach(rate::acquire);
    rate.tick(rate.wake());
    assertThat(rate.offered()).containsExactly("c");
    assertThat(rate.acquire("d").stage()).isEqualTo(PermitStage.OFFERED);
  }

  @Test
  void lastWordOnHowManyThereAreCounts() {
    List.of("a", "b", "c").forEach(limit::acquire);
    limit.ask(PermitVerb.ACQUIRE, new LimitSpec("api", 3, 0, 0), "d", 0);
    assertThat(limit.offered()).containsExactly("c");
    assertThat(limit.stage("d")).isEqualTo(PermitStage.WAITING);
    limit.ask(PermitVerb.ACQUIRE, new LimitSpec("api", 1, 0, 0), "d", 0);
    limit.release("c");
    limit.release("b");
    assertThat(limit.stage("d")).isEqualTo(PermitStage.WAITING);
    limit.release("a");
    assertThat(limit.offered()).containsExactly("d");
  }

  @Test
  void limitIsRefusedWhileAnOlderReleaseIsThere() {
    Core older = new Core(CoreSettings.DEFAULT).writing(new Format(Format.LIMITS - 1));
    PermitRequest request = new PermitRequest(PermitVerb.ACQUIRE, TWO, "a", "1.1", 0);
    Applied applied = older.apply(TWO.id(), null, new Command.OfLimit(request, 0), 1);
    assertThat(applied.changes()).isEmpty();
    assertThat(applied.reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.OLDER_COORDINATOR));
  }
}

package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TermTest {
  private final ManualLoop loop = new ManualLoop();
  private final Tenure tenure = new Tenure(loop.time());
  private final Term term = new Term(tenure);

  private void lapseAndRenew() {
    tenure.lapse();
    tenure.renew(loop.time().nanoTime() + 1_000);
  }

  @Test
  void holdsAfterALapseOnlyOnceThePartitionWasReaffirmed() {
    tenure.renew(loop.time().nanoTime() + 1_000);
    assertThat(term.holds()).isTrue();
    lapseAndRenew();
    assertThat(term.holds()).isFalse();
    term.reaffirmed(tenure.lapses());
    assertThat(term.holds()).isTrue();
  }

  @Test
  void answerToAnEarlierQuestionIsNoneAfterAnotherLapse() {
    lapseAndRenew();
    long first = tenure.lapses();
    lapseAndRenew();
    term.reaffirmed(first);
    assertThat(term.holds()).isFalse();
  }

  @Test
  void answerThatComesAfterOneToALaterQuestionUndoesNothing() {
    lapseAndRenew();
    long first = tenure.lapses();
    lapseAndRenew();
    term.reaffirmed(tenure.lapses());
    term.reaffirmed(first);
    assertThat(term.holds()).isTrue();
  }
}

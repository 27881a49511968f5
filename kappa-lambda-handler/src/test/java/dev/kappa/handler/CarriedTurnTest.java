package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.objects.BlobPlace;
import dev.kappa.wire.Next;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers without a connection whose orders and answers go through a bucket. */
final class CarriedTurnTest {
  private static final String SMALL = TestBuckets.PLACE + "?payload=1";

  private final Worker worker = Programs.worker();

  @BeforeEach
  void begin() {
    TestBuckets.empty();
    Programs.LOG.clear();
    Programs.watcher = step -> {};
  }

  private Turns turns(String workflow, String place) {
    Turns turns = new Turns(worker, workflow);
    turns.blobPlace = place;
    turns.claims = true;
    return turns;
  }

  private static String json(Next end) {
    assertThat(end).isInstanceOf(Next.Completed.class);
    byte[] json = ((Next.Completed) end).json();
    return json == null ? "" : new String(json, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {SMALL, SMALL + "&seal=true"})
  void ordersAreReadThereAndAnswersPutThere(String place) {
    Turns turns = turns("three", place);
    assertThat(json(turns.run())).isEqualTo("[\"one\",\"two\",\"three\",\"Ann\"]");
    assertThat(turns.claimed).isEqualTo(3);
    assertThat(Programs.LOG).containsExactly("one", "two", "three");
    assertThat(TestBuckets.keys())
        .hasSize(6)
        .allMatch(key -> key.endsWith(BlobPlace.parse(place).seals() ? "-s3e" : "-s3"));
  }

  @Test
  void answerThatFitsIsInTheInvocation() {
    Turns turns = turns("three", TestBuckets.PLACE);
    turns.run();
    assertThat(turns.claimed).isZero();
  }

  @Test
  void stepThatRunsOnceIsHandedOverThroughTheBucket() {
    Turns turns = turns("once", SMALL);
    turns.run();
    assertThat(Programs.LOG).containsOnlyOnce("charge");
    assertThat(turns.claimed).isGreaterThan(2);
  }

  @Test
  void largeChildrenAreAskedForAMebibyteAtATimeWithABucketToo() {
    Turns turns = turns("crowd-of-100", TestBuckets.PLACE);
    assertThat(json(turns.run())).isEqualTo("100");
    assertThat(turns.answers.size()).isEqualTo(6);
  }

  @Test
  void orderThatIsNotThereIsNotBegunAndTold() {
    Turns turns = turns("three", SMALL);
    turns.placed = key -> TestBuckets.empty();
    assertThat(turns.said()).contains("KAPPA-204", "is not there").doesNotContain("\"tasks\":1");
    assertThat(Programs.LOG).isEmpty();
  }

  @Test
  void orderThatWasChangedIsNotBegunAndTold() {
    Turns turns = turns("three", SMALL);
    turns.placed = key -> TestBuckets.objects.write(key, new byte[] {1});
    assertThat(turns.said()).contains("KAPPA-204", "expected: ").doesNotContain("\"tasks\":1");
    assertThat(Programs.LOG).isEmpty();
  }

  @Test
  void orderOfAnotherAttemptIsNotBegun() {
    Turns turns = turns("three", SMALL);
    turns.namedEpoch = 7;
    assertThat(turns.said()).contains("KAPPA-109", "another attempt");
    assertThat(Programs.LOG).isEmpty();
  }

  @Test
  void orderInABucketOfWhichNothingIsSaidIsToldAsThat() {
    Turns turns = turns("three", SMALL);
    turns.namesPlace = false;
    assertThat(turns.said()).contains("KAPPA-204", "--blobs");
  }

  @Test
  void answerThatTheBucketRefusesIsToldWithTheReason() {
    Turns turns = turns("three", SMALL);
    TestBuckets.FAILURES.add(ErrorCode.BUCKET_ACCESS_DENIED);
    assertThat(turns.said()).contains("\"tasks\":1", "KAPPA-603").doesNotContain("\"claim\"");
  }

  @Test
  void answerIsPutThereWhenTheBucketIsBack() {
    Turns turns = turns("three", SMALL);
    TestBuckets.FAILURES.add(ErrorCode.BUCKET_UNREACHABLE);
    TestBuckets.FAILURES.add(ErrorCode.BUCKET_THROTTLED);
    assertThat(turns.said()).contains("\"tasks\":1", "\"claim\"");
  }
}

package dev.kappa.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import dev.kappa.objects.Carried.Checked;
import dev.kappa.objects.Carried.Claim;
import dev.kappa.objects.Carried.Way;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Gcm;
import dev.kappa.wire.Handle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through a bucket since it is too large for an invocation. */
final class CarriedTest {
  private static final AttemptRef ATTEMPT = new AttemptRef("run-1", new Handle(2, 1), 3);
  private static final byte[] MESSAGES = "what is said, and more of it".getBytes(UTF_8);
  private static final String HASH = "0123456789abcdef0123456789abcdef";

  private static Checked checked(boolean seals) {
    return Checked.of(ATTEMPT, Way.ORDER, MESSAGES, seals);
  }

  @Test
  void claimSaysWhoseItIsAndHowLongAndWhatItIs() {
    Claim claim = checked(false).claim();
    assertThat(claim.text()).matches("run-1/2\\.1-3-28-order-[0-9a-f]{32}-s3");
    assertThat(claim.name()).contains(BlobPlace.hash(MESSAGES));
    assertThat(claim.bytes()).isEqualTo(MESSAGES.length);
    assertThat(BlobPlace.parse("s3://data/blobs").key(claim.run(), claim.name()))
        .startsWith("blobs/run-1/2.1/3/28-order-");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void claimIsReadAsItIsWrittenAndOpensItsObject(boolean seals) {
    Checked checked = checked(seals);
    Claim read = Claim.parse(checked.claim().text());
    assertThat(read.text()).isEqualTo(checked.claim().text());
    assertThat(read.open(checked.object())).isEqualTo(MESSAGES);
    assertThat(read.isOf(ATTEMPT, Way.ORDER)).isTrue();
  }

  @Test
  void objectThatIsSealedSaysNothingWithoutItsClaim() {
    Checked checked = checked(true);
    assertThat(new String(checked.object(), UTF_8)).doesNotContain("said");
    assertThat(checked.claim().key()).hasSize(Gcm.KEY_BYTES);
    assertThat(checked.claim().toString()).doesNotContain(checked.claim().text());
    assertThat(checked.claim().name()).isNotEqualTo(checked(true).claim().name());
  }

  @ParameterizedTest
  @EnumSource
  void claimIsOfOneAttemptAndGoesOneWay(Way way) {
    Claim claim = Checked.of(ATTEMPT, way, MESSAGES, false).claim();
    assertThat(claim.isOf(ATTEMPT, way)).isTrue();
    for (Way other : Way.values()) {
      assertThat(claim.isOf(ATTEMPT, other)).isEqualTo(other == way);
    }
    List<AttemptRef> others =
        List.of(
            new AttemptRef("run-2", ATTEMPT.task(), ATTEMPT.epoch()),
            new AttemptRef("run-1", Handle.ROOT, ATTEMPT.epoch()),
            new AttemptRef("run-1", ATTEMPT.task(), 4),
            new AttemptRef("run-1", ATTEMPT.task(), 32));
    assertThat(others).noneMatch(other -> claim.isOf(other, way));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void objectThatIsAbsentCutOrChangedIsTold(boolean seals) {
    Checked checked = checked(seals);
    byte[] cut = Arrays.copyOf(checked.object(), checked.object().length - 1);
    byte[] changed = checked.object().clone();
    changed[5]++;
    Claim claim = checked.claim();
    assertThatThrownBy(() -> claim.open(null))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining(claim.name() + " of run run-1 is not there");
    assertThatThrownBy(() -> claim.open(cut))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("expected: " + checked.object().length);
    assertThatThrownBy(() -> claim.open(changed))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("was changed");
  }

  @Test
  void objectThatAnotherKeySealedIsTold() {
    Checked checked = checked(true);
    Claim other =
        new Claim(checked.claim().run(), checked.claim().name(), Gcm.random(Gcm.KEY_BYTES));
    assertThatThrownBy(() -> other.open(checked.object()))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("can't be decrypted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run-1",
        "run-1/2.1-3-28-1-" + HASH + "-s3",
        "run-1/2.1-3-28-order-" + HASH,
        "run-1/2.1-3-28-order-0123-s3",
        "run-1/2.1-3-x-order-" + HASH + "-s3",
        "run-1/2.1-3-999999999-order-" + HASH + "-s3",
        "run-1/../2.1-3-28-order-" + HASH + "-s3",
        "/2.1-3-28-order-" + HASH + "-s3",
        "run-1/2.1-3-28-order-" + HASH + "-s3e",
        "run-1/2.1-3-28-order-" + HASH + "-s3/AAAA",
        "run-1/2.1-3-28-order-" + HASH + "-s3e/*"
      })
  void whatIsNoClaimIsRefused(String text) {
    assertThatThrownBy(() -> Claim.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsInTheInvocationIsShownByItsLength() {
    assertThat(new Carried.Inline(MESSAGES)).hasToString("Inline[28 bytes]");
  }
}

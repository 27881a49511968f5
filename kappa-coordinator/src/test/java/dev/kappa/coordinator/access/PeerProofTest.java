package dev.kappa.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeerProofTest {
  private static final String KEY = Keys.of("the store's secret").peers();
  private static final long NOW = 1_795_000_000_000L;
  private static final String PROOF = PeerProof.of(KEY, "POST", "/v1/runs?a=b", bytes("{}"), NOW);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean fits(String shown, long now) {
    return PeerProof.fits(shown, KEY, "POST", "/v1/runs?a=b", bytes("{}"), now);
  }

  @Test
  void proofIsThatOfItsRequestForAWhile() {
    long end = NOW + PeerProof.LIFE.toMillis();
    assertThat(fits(PROOF, NOW)).isTrue();
    assertThat(fits(PROOF, end - 1)).isTrue();
    assertThat(fits(PROOF, end)).isFalse();
    // Of one whose clock is wrong.
    assertThat(fits(PROOF, NOW - PeerProof.LIFE.toMillis())).isTrue();
    assertThat(fits(PROOF, NOW - PeerProof.LIFE.toMillis() - 1)).isFalse();
    assertThat(PROOF).doesNotContain(KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /v1/runs?a=b, {}",
    "POST, /v1/runs?a=c, {}",
    "POST, /v1/runs, {}",
    "POST, /v1/runs?a=b, { }",
    "POST, /v1/runs?a=b, ''",
  })
  void proofOfOneRequestIsNotThatOfAnother(String method, String target, String body) {
    assertThat(PeerProof.fits(PROOF, KEY, method, target, bytes(body), NOW)).isFalse();
  }

  @Test
  void proofOfAnotherStoreIsNone() {
    String other = Keys.of("another's").peers();
    assertThat(fits(PeerProof.of(other, "POST", "/v1/runs?a=b", bytes("{}"), NOW), NOW)).isFalse();
  }

  @Test
  void proofIsRefusedWhicheverBitOfItIsAltered() {
    for (int place = 0; place < PROOF.length(); place++) {
      for (int bit = 0; bit < 7; bit++) {
        char[] altered = PROOF.toCharArray();
        altered[place] ^= (char) (1 << bit);
        assertThat(fits(new String(altered), NOW))
            .as("bit %d of character %d", bit, place)
            .isFalse();
      }
    }
  }
}

package dev.kappa.apps.tpcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManifestTest {
  private static final Manifest MANIFEST =
      new Manifest(
          List.of(
              new Listed("item", 0, 18, 7, 0xabcdL),
              new Listed("store_sales", 1, 5, 4, 3),
              new Listed("store_sales", 0, 2, 1, 0)));

  @Test
  void whatIsWrittenIsRead() {
    assertThat(Manifest.parse(MANIFEST.bytes(), "m")).isEqualTo(MANIFEST);
    assertThat(MANIFEST.of("store_sales")).extracting(Listed::number).containsExactly(0, 1);
    assertThat(MANIFEST.of("store")).isEmpty();
    Manifest empty = new Manifest(List.of());
    assertThat(Manifest.parse(empty.bytes(), "m")).isEqualTo(empty);
  }

  @Test
  void oneThatWasCutIsRefusedWhereverThatWas() {
    byte[] bytes = MANIFEST.bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertDamaged(Arrays.copyOf(bytes, length));
    }
  }

  @Test
  void oneWithAnotherBitIsRefusedWhicheverThatIs() {
    byte[] bytes = MANIFEST.bytes();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] other = bytes.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertDamaged(other);
    }
  }

  private static void assertDamaged(byte[] bytes) {
    assertThatThrownBy(() -> Manifest.parse(bytes, "s3://b/k/manifest"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
        .hasMessageStartingWith("s3://b/k/manifest is damaged: its last line is not 'end ")
        .hasMessageContaining("delete all of it");
  }

  @Test
  void aLineThatIsNoFileIsToldWithItsPlace() {
    assertThatThrownBy(() -> Listed.parse("other", "s3://b/k/manifest"))
        .isInstanceOf(KappaException.class)
        .hasMessageStartingWith("s3://b/k/manifest has the line 'other' (expected: TABLE/NUMBER");
  }
}

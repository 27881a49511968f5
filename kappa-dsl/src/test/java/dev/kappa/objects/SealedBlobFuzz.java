package dev.kappa.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a bucket where an encrypted value was: it is that value, or refused. */
final class SealedBlobFuzz {
  private static final byte[] CLEAR = {1, 2, 3};
  private static final SealedBlob SEALED = SealedBlob.seal(CLEAR);

  static Stream<Arguments> blobs() {
    byte[] bytes = SEALED.bytes();
    return Stream.of(bytes, Arrays.copyOf(bytes, 9), Arrays.copyOf(bytes, bytes.length + 1))
        .map(Arguments::of);
  }

  @MethodSource("blobs")
  @FuzzTest(maxDuration = "2m")
  void blob(byte[] stored) {
    try {
      assertThat(SealedBlob.open("0.1-3-a-s3e", SEALED.key(), stored)).isEqualTo(CLEAR);
      assertThat(stored).isEqualTo(SEALED.bytes());
    } catch (KappaException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.NOT_DECODABLE);
    }
  }

  static Stream<Arguments> keys() {
    return Stream.of(SEALED.key(), Arrays.copyOf(SEALED.key(), 16), new byte[0]).map(Arguments::of);
  }

  /** The key comes from a payload, which its store may have damaged. */
  @MethodSource("keys")
  @FuzzTest(maxDuration = "2m")
  void key(byte[] key) {
    try {
      assertThat(SealedBlob.open("0.1-3-a-s3e", key, SEALED.bytes())).isEqualTo(CLEAR);
      assertThat(key).isEqualTo(SEALED.key());
    } catch (KappaException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.NOT_DECODABLE);
    }
  }
}

package dev.kappa.coordinator.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands where an encrypted value or a data key was: it is that, or refused. */
final class StoredKeysFuzz {
  private static final SecretKey KEY = Envelope.derived(new byte[Gcm.KEY_BYTES], "run");
  private static final byte[] CLEAR = {1, 2, 3};
  private static final byte[] SEALED = Envelope.seal(7, KEY, "run", "h", CLEAR);

  static Stream<Arguments> values() {
    return Stream.of(SEALED, Arrays.copyOf(SEALED, 9), new byte[] {Envelope.MARK})
        .map(Arguments::of);
  }

  @MethodSource("values")
  @FuzzTest(maxDuration = "2m")
  void value(byte[] stored) {
    // Of another id, another key would be asked for.
    if (!Envelope.isOne(stored) || Envelope.key(stored) != 7) {
      return;
    }
    try {
      assertThat(Envelope.open(KEY, "run", "h", stored)).isEqualTo(CLEAR);
      assertThat(stored).isEqualTo(SEALED);
    } catch (KappaException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.NOT_AUTHENTIC);
    }
  }

  static Stream<Arguments> keys() {
    return Stream.of(Arguments.of(new WrappedKey(7, "file:1", 1_000, new byte[60]).toBytes()));
  }

  @MethodSource("keys")
  @FuzzTest(maxDuration = "2m")
  void dataKey(byte[] stored) {
    WrappedKey read;
    try {
      read = WrappedKey.read("0000000000000007", stored);
    } catch (KappaException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_STORE);
      return;
    }
    WrappedKey again = WrappedKey.read(read.field(), read.toBytes());
    assertThat(again.toBytes()).isEqualTo(read.toBytes());
  }
}

package dev.kappa.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come as a message: they are one, or refused in the one way that is foreseen. */
final class WireFuzz {
  static Stream<Arguments> messages() {
    return GoldenBytesTest.messages()
        .map(golden -> Message.frame((Message) golden.get()[0]))
        .map(frame -> Arguments.of(Arrays.copyOfRange(frame.array(), 4, frame.size())));
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "2m")
  void message(byte[] bytes) {
    Message message;
    try {
      message = Message.parse(bytes);
    } catch (MalformedMessageException refused) {
      return;
    }
    byte[] written = bytesOf(message);
    assertThat(bytesOf(Message.parse(written))).isEqualTo(written);
  }

  @FuzzTest(maxDuration = "2m")
  void messages(byte[] bytes) {
    try {
      assertThat(Message.unframe(bytes)).doesNotContainNull();
    } catch (MalformedMessageException refused) {
      // As it should be.
    }
  }

  private static byte[] bytesOf(Message message) {
    ByteWriter frame = Message.frame(message);
    return Arrays.copyOfRange(frame.array(), 4, frame.size());
  }
}

package dev.kappa.coordinator.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands where a coordinator describes itself: it is one, or refused. */
final class MemberTextFuzz {
  static Stream<Arguments> members() {
    Member member =
        new Member(
            "a-1",
            URI.create("https://10.0.0.1:7070"),
            "10.0.0.1:7071",
            Formats.CURRENT,
            true,
            new TreeSet<>(List.of(0, 7, 15)));
    return Stream.of(Arguments.of(MemberText.of(member).getBytes(UTF_8)));
  }

  @MethodSource("members")
  @FuzzTest(maxDuration = "2m")
  void member(byte[] bytes) {
    Member read;
    try {
      read = MemberText.parse("a-1", new String(bytes, UTF_8));
    } catch (KappaException refused) {
      return;
    }
    assertThat(MemberText.parse("a-1", MemberText.of(read))).isEqualTo(read);
  }
}

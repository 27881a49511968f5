package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.store.Formats;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.ByteReader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What coordinators tell each other that they read is what they read. */
final class EntitiesTest {
  private static final int BEYOND_ALL = 10;

  @Test
  void formatsThatAreAnnouncedAreReadAndNoOthers() {
    Formats announced = Formats.CURRENT;
    for (int format = 0; format <= BEYOND_ALL; format++) {
      byte[] stored = {(byte) format};
      if (format >= announced.oldest() && format <= announced.newest()) {
        assertThat(Entities.<Integer>read(stored, ByteReader::left))
            .as("behind format %d", format)
            .isZero();
      } else {
        assertThatThrownBy(() -> Entities.read(stored, ByteReader::left))
            .isInstanceOfSatisfying(
                KappaException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_STORE))
            .hasMessageContaining("has format " + format);
      }
    }
  }

  @Test
  void whatIsWrittenHasTheFormatThatWasAskedFor() {
    for (int format = Formats.CURRENT.oldest(); format <= Formats.CURRENT.newest(); format++) {
      byte[] written = GroupState.create(1).toBytes(new Format(format));
      assertThat(new ByteReader(written).u8()).isEqualTo(format);
      assertThat(Format.of(written)).isEqualTo(new Format(format));
    }
  }

  @Test
  void coordinatorReadsNoMoreThanItHasAnnounced() {
    TestRun run = TestRun.started();
    Formats older = new Formats(Formats.CURRENT.oldest(), Formats.CURRENT.newest() - 1);
    assertThatThrownBy(() -> RunState.load(TestRun.ID, run.stored(), older))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_STORE))
        .hasMessageContaining("has format %d".formatted(Formats.CURRENT.newest()));
  }

  @Test
  void entityThatHoldsMoreOrLessThanItsFormatSaysIsRefused() {
    TestRun run = TestRun.started();
    byte[] header = run.state().header().toBytes(Format.NEWEST);
    byte[] newerUnderAnOlderNumber = header.clone();
    newerUnderAnOlderNumber[0] = (byte) Formats.CURRENT.oldest();
    assertRefused(newerUnderAnOlderNumber, "after the end");
    assertRefused(Arrays.copyOf(header, header.length + 1), "1 bytes after the end");
    assertRefused(Arrays.copyOf(header, header.length - 1), "ends after");
  }

  private static void assertRefused(byte[] header, String why) {
    assertThatThrownBy(() -> RunHeader.read(header))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_STORE))
        .hasMessageContaining("is not what format %d says".formatted(header[0]))
        .hasMessageContaining(why);
  }
}

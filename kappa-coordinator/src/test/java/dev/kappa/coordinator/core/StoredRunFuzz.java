package dev.kappa.coordinator.core;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes are stored as a part of a run: the run is read, or refused by an exception. An
 * {@link Error} is a finding: a number that claims too much would take the coordinator's memory.
 */
final class StoredRunFuzz {
  /** The first byte says which part is replaced, the rest is what stands there. */
  static Stream<Arguments> parts() {
    return IntStream.range(0, DamagedEntitiesTest.NAMES.size())
        .mapToObj(
            which -> {
              byte[] entity = DamagedEntitiesTest.entity(which);
              ByteBuffer bytes = ByteBuffer.allocate(entity.length + 1);
              return Arguments.of(bytes.put((byte) which).put(entity).array());
            });
  }

  @MethodSource("parts")
  @FuzzTest(maxDuration = "2m")
  void part(byte[] bytes) {
    if (bytes.length > 0) {
      byte[] instead = new byte[bytes.length - 1];
      System.arraycopy(bytes, 1, instead, 0, instead.length);
      DamagedEntitiesTest.isRead(Byte.toUnsignedInt(bytes[0]), instead);
    }
  }
}

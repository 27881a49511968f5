package dev.kappa.coordinator.core;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.wire.LimitSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes are stored as a part of a schedule or of a limit: it is read, and says when
 * something is due, or refused by an exception; no {@link Error}, and no reckoning without end.
 */
final class StoredUpkeepFuzz {
  private static final LimitSpec SPEC = new LimitSpec("api", 2, 100, 60_000);
  private static final Map<String, byte[]> LIMIT = limit();
  private static final Map<String, byte[]> SCHEDULE = schedule();

  private static Map<String, byte[]> limit() {
    TestLimit limit = new TestLimit(SPEC);
    List.of("a", "b", "c").forEach(limit::acquire);
    limit.take("a");
    return Map.copyOf(limit.stored());
  }

  private static Map<String, byte[]> schedule() {
    TestSchedule schedule =
        TestSchedule.of(TestSchedule.hourly(5, ScheduleSpec.Overlap.BUFFER_ONE));
    schedule.advance(2 * TestSchedule.HOUR);
    return Map.copyOf(schedule.stored());
  }

  static Stream<Arguments> limits() {
    return parts(LIMIT);
  }

  static Stream<Arguments> schedules() {
    return parts(SCHEDULE);
  }

  /** The first byte says which part is replaced, the rest is what stands there. */
  private static Stream<Arguments> parts(Map<String, byte[]> stored) {
    List<String> names = List.copyOf(new TreeMap<>(stored).keySet());
    return IntStream.range(0, names.size())
        .mapToObj(
            which -> {
              byte[] entity = stored.getOrDefault(names.get(which), new byte[0]);
              ByteBuffer bytes = ByteBuffer.allocate(entity.length + 1);
              return Arguments.of(bytes.put((byte) which).put(entity).array());
            });
  }

  @MethodSource("limits")
  @FuzzTest(maxDuration = "2m")
  void limit(byte[] bytes) {
    RunState read = read(SPEC.id(), LIMIT, bytes);
    LimitState limit = read == null ? null : read.limit();
    if (limit != null) {
      long unused = limit.wake();
    }
  }

  @MethodSource("schedules")
  @FuzzTest(maxDuration = "2m")
  void schedule(byte[] bytes) {
    RunState read = read(TestSchedule.ID, SCHEDULE, bytes);
    ScheduleState schedule = read == null ? null : read.schedule();
    if (schedule != null) {
      var unused = schedule.upcoming(5);
    }
  }

  private static @Nullable RunState read(String id, Map<String, byte[]> stored, byte[] bytes) {
    if (bytes.length == 0) {
      return null;
    }
    Map<String, byte[]> fields = new TreeMap<>(stored);
    List<String> names = List.copyOf(fields.keySet());
    String name = names.get(Byte.toUnsignedInt(bytes[0]) % names.size());
    fields.put(name, Arrays.copyOfRange(bytes, 1, bytes.length));
    try {
      return RunState.load(id, fields);
    } catch (RuntimeException refused) {
      return null;
    }
  }
}

package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * A run of which a byte is damaged, or that is cut off, is read as something else or refused by an
 * exception, which is told as a run that can't be read: it breaks nothing, and a number that claims
 * too much takes no memory.
 */
final class DamagedEntitiesTest {
  private static final Map<String, byte[]> STORED = stored();
  static final List<String> NAMES = List.copyOf(STORED.keySet());

  @Property(tries = 1000)
  void damagedByteIsReadOrRefused(
      @ForAll @IntRange(max = 10_000) int which,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll byte to) {
    byte[] damaged = entity(which).clone();
    damaged[at % damaged.length] = to;
    Statistics.label("read").collect(isRead(which, damaged));
  }

  @Property(tries = 300)
  void entityThatIsCutOffIsRefused(
      @ForAll @IntRange(max = 10_000) int which, @ForAll @IntRange(max = 10_000) int at) {
    byte[] whole = entity(which);
    assertThat(isRead(which, Arrays.copyOf(whole, at % whole.length))).isFalse();
  }

  static byte[] entity(int which) {
    return STORED.getOrDefault(NAMES.get(which % NAMES.size()), new byte[1]);
  }

  static boolean isRead(int which, byte[] instead) {
    Map<String, byte[]> run = new TreeMap<>(STORED);
    run.put(NAMES.get(which % NAMES.size()), instead);
    try {
      RunState.load(TestRun.ID, run);
      return true;
    } catch (RuntimeException refused) {
      return false;
    }
  }

  private static Map<String, byte[]> stored() {
    String file = "/stored-runs/format-%d.txt".formatted(Format.NEWEST.number());
    Map<String, byte[]> fields = new TreeMap<>();
    try (InputStream in = DamagedEntitiesTest.class.getResourceAsStream(file)) {
      assertThat(in).isNotNull();
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .forEach(words -> fields.put(words[0], HexFormat.of().parseHex(words[1])));
      return fields;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

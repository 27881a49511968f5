package dev.kappa.coordinator.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts of one thing by its kind. Used on one thread. */
public final class CountBy<K extends Enum<K>> {
  private final Map<K, Long> counts;

  /** Counts nothing yet. */
  public CountBy(Class<K> kinds) {
    this.counts = new EnumMap<>(kinds);
    for (K kind : kinds.getEnumConstants()) {
      counts.put(kind, 0L);
    }
  }

  /** One more of a kind. */
  public void add(K kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  /** {@return how many there were of each kind, those included of which there were none} */
  public Map<K, Long> all() {
    return new EnumMap<>(counts);
  }

  /** {@return the value of the label that stands for a kind} */
  public static String label(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

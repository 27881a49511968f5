package dev.kappa.tests.simulation;

import dev.kappa.coordinator.core.StoredLimit;
import dev.kappa.wire.LimitSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what is stored of limits: tasks never have more permits than there are, in no time are
 * more taken than the rate says, and who waits longest is next.
 */
final class LimitWatch {
  private final World world;
  private final Map<String, Set<String>> held = new HashMap<>();
  private final Map<String, Set<Long>> out = new HashMap<>();

  /**
   * Also what the owner of a limit does not count any more; until the limit is forgotten, since the
   * next one's owner may have a clock that is behind.
   */
  private final Map<String, Map<Long, Long>> taken = new HashMap<>();

  private boolean blind;

  LimitWatch(World world) {
    this.world = world;
  }

  /** The store has lost what it acknowledged: a limit may not know who has its permits. */
  void tailLost() {
    blind = true;
  }

  /** Tasks of a run have changed, or what the owner of a limit knows. */
  void stored(String id, Map<String, byte[]> changed, Map<String, byte[]> all) {
    if (blind) {
      return;
    }
    if (LimitSpec.isId(id)) {
      owner(id, StoredLimit.of(all));
    } else {
      changed.forEach((field, bytes) -> task(id + "/" + field, StoredLimit.held(field, bytes)));
    }
  }

  private void task(String name, @Nullable LimitSpec limit) {
    held.values().forEach(some -> some.remove(name));
    if (limit != null) {
      Set<String> some = held.computeIfAbsent(limit.name(), l -> new HashSet<>());
      some.add(name);
      if (limit.atMost() > 0 && some.size() > limit.atMost()) {
        world.violated("R3: limit %s: %s are within it at once".formatted(limit, some));
      }
    }
  }

  private void owner(String id, @Nullable StoredLimit limit) {
    Set<Long> before = out.getOrDefault(id, Set.of());
    if (limit == null) {
      out.remove(id);
      taken.remove(id);
      return;
    }
    out.put(id, Set.copyOf(limit.out().keySet()));
    LimitSpec spec = limit.spec();
    if (spec.atMost() > 0 && limit.out().size() > spec.atMost()) {
      world.violated("R3: limit %s: %s are out at once".formatted(spec, limit.out()));
    }
    for (long ticket : limit.out().keySet()) {
      if (!before.contains(ticket) && limit.waiting().stream().anyMatch(w -> w < ticket)) {
        world.violated(
            "R5: limit %s: ticket %d is offered, and %s wait"
                .formatted(spec, ticket, limit.waiting()));
      }
    }
    Map<Long, Long> all = taken.computeIfAbsent(id, i -> new HashMap<>());
    int known = all.size();
    all.putAll(limit.taken());
    if (all.size() > known) {
      rate(spec, all.values().stream().sorted().toList());
    }
  }

  private void rate(LimitSpec spec, List<Long> taken) {
    for (int i = 0; spec.rate() > 0 && i + spec.rate() < taken.size(); i++) {
      if (taken.get(i + spec.rate()) - taken.get(i) < spec.per()) {
        world.violated("R3: limit %s: permits were taken at %s".formatted(spec, taken));
      }
    }
  }
}

package dev.kappa.coordinator.core;

import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.Next;
import dev.kappa.wire.PermitStage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what is stored of a limit, from outside.
 *
 * @param out permits that are offered or taken, by ticket
 * @param waiting tickets of those that wait
 * @param taken when permits were taken that count for the rate, by ticket
 */
public record StoredLimit(
    LimitSpec spec, Map<Long, String> out, List<Long> waiting, Map<Long, Long> taken) {

  /** {@return what these fields are; null if they are no limit's} */
  public static @Nullable StoredLimit of(Map<String, byte[]> fields) {
    byte[] own = fields.get(Entities.LIMIT);
    if (own == null) {
      return null;
    }
    LimitState state = LimitState.read(own, fields);
    Map<Long, String> out = new TreeMap<>();
    state
        .permits()
        .forEach(
            (name, permit) -> {
              if (permit.stage() != PermitStage.WAITING) {
                out.put(permit.ticket(), name);
              }
            });
    Map<Long, Long> taken = new TreeMap<>();
    state.taken().forEach(one -> taken.put(one.ticket(), one.at()));
    return new StoredLimit(state.spec(), out, state.queue().keySet().toJavaList(), taken);
  }

  /** {@return the limit of which the task that is stored in a field has a permit; else null} */
  public static @Nullable LimitSpec held(String field, byte[] bytes) {
    if (!StoredRun.isTask(field)) {
      return null;
    }
    TaskState task = TaskState.read(Handle.parse(field.substring(1)), bytes);
    return task.next() instanceof Next.Permit permit
            && permit.stage() == Next.Permit.Stage.HELD
            && !task.ended()
        ? permit.limit()
        : null;
  }
}

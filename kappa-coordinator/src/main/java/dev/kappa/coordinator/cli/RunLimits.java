package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.core.CoreSettings;
import java.time.Duration;
import java.util.Map;

/**
 * What a run may take, beside large values.
 *
 * @param crashes how many attempts of a step may die in a row before it fails
 * @param retention how long an ended run can be asked for
 * @param tasks the most tasks of a run that have not ended
 * @param sizeMb the most MiB that a run may hold in tasks, frames, messages and results
 */
public record RunLimits(int crashes, Duration retention, int tasks, int sizeMb) {
  private static final CoreSettings CORE = CoreSettings.DEFAULT;

  /** What holds where nothing else is said. */
  static final RunLimits USUAL =
      new RunLimits(
          CORE.crashes(), CORE.retention(), CORE.tasks(), (int) (CORE.live().bytes() >> 20));

  /** {@return {@code core} with these} */
  CoreSettings in(CoreSettings core) {
    CoreSettings.Live live = new CoreSettings.Live((long) sizeMb << 20, core.live().blobBytes());
    return new CoreSettings(crashes, retention, core.frameBytes(), tasks, live);
  }

  // ---- as members of a document

  void writeTo(Map<String, String> members) {
    members.put("crashes", Integer.toString(crashes));
    members.put("retention", retention.toString());
    members.put("runTasks", Integer.toString(tasks));
    members.put("runSize", Integer.toString(sizeMb));
  }

  /** {@return what {@code members} say; the usual where they say nothing} */
  static RunLimits of(Members members) {
    return new RunLimits(
        Integer.parseInt(members.text("crashes", Integer.toString(USUAL.crashes))),
        Duration.parse(members.text("retention", USUAL.retention.toString())),
        Integer.parseInt(members.text("runTasks", Integer.toString(USUAL.tasks))),
        Integer.parseInt(members.text("runSize", Integer.toString(USUAL.sizeMb))));
  }
}

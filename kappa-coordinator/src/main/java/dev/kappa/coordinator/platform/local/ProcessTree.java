package dev.kappa.coordinator.platform.local;

import java.util.List;

/** Ends a process with all that it started. */
final class ProcessTree {
  private ProcessTree() {}

  /** Kills at once. Needs a moment to look through the system's processes: not for event loops. */
  static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}

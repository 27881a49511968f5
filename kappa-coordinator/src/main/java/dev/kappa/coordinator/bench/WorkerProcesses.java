package dev.kappa.coordinator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The workers of the coordinator that works in this process: they are its children. */
final class WorkerProcesses {
  private static final String MAIN = "WorkerMain";

  private WorkerProcesses() {}

  static List<ProcessHandle> alive() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process).contains(MAIN))
        .toList();
  }

  /** Kills them all; returns when none is left of those. */
  static void killAll() {
    List<ProcessHandle> all = alive();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  /** {@return the whole of it; nothing if the process is gone} */
  private static String commandLine(ProcessHandle process) {
    try {
      Path path = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}

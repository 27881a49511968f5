package dev.kappa.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The processes that work on a data directory: they name it in their arguments or environment. */
public final class Processes {
  /** Set for all that a test starts; what these start in turn has it, or the arguments tell. */
  public static final String MARK = "KAPPA_TEST_DATA";

  private Processes() {}

  /** {@return all of them} */
  public static List<ProcessHandle> of(Path data) {
    return ProcessHandle.allProcesses()
        .filter(process -> !text(process, "cmdline").isEmpty())
        .filter(
            process ->
                text(process, "cmdline").contains(data.toString()) || isMarked(process, data))
        .toList();
  }

  /** {@return the workers among them} */
  public static List<ProcessHandle> workers(Path data) {
    return of(data).stream()
        .filter(process -> text(process, "cmdline").contains("WorkerMain"))
        .toList();
  }

  static Optional<ProcessHandle> redis(Path data) {
    return of(data).stream()
        .filter(process -> text(process, "cmdline").contains("redis-server"))
        .findFirst();
  }

  /** {@return what the processes are, for a message} */
  public static List<String> describe(List<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> process.pid() + ": " + text(process, "cmdline").replace('\0', ' '))
        .toList();
  }

  private static boolean isMarked(ProcessHandle process, Path data) {
    return text(process, "environ").contains(data.toString());
  }

  /** {@return a file of the process's, empty if the process is gone or is not ours} */
  private static String text(ProcessHandle process, String file) {
    try {
      Path path = Path.of("/proc", Long.toString(process.pid()), file);
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}

package dev.kappa.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An archive of the classes that the program loads, as the script {@code kappa} keeps one too: the
 * tests start the program some hundred times, and an archive saves a third of the work of each
 * start. It is made once for each build, by a run of its own; test processes that want it at the
 * same time wait for the one that makes it (closing the file gives its lock back).
 */
final class StartArchive {
  private static final Path DIRECTORY = Path.of("target", "kappa").toAbsolutePath();
  private static final Path FILE = DIRECTORY.resolve("start.jsa");

  private StartArchive() {}

  /** {@return the archive for the program in {@code jar}, which {@code command} starts} */
  static Path of(Path jar, List<String> command) {
    try {
      Files.createDirectories(DIRECTORY);
      try (FileChannel channel =
          FileChannel.open(
              DIRECTORY.resolve("start.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        channel.lock();
        if (!isOf(jar)) {
          make(command);
        }
      }
      return FILE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOf(Path jar) throws IOException {
    return Files.exists(FILE)
        && Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  private static void make(List<String> command) throws IOException {
    Path made = DIRECTORY.resolve("made.jsa");
    try (Kappa kappa = Kappa.onNewData()) {
      List<String> run = new ArrayList<>(command);
      run.add(1, "-XX:ArchiveClassesAtExit=" + made);
      run.addAll(List.of("run", "hello", "--input", "{\"name\":\"Ada\"}"));
      run.addAll(List.of("--data", kappa.data().toString()));
      try (Program program = Program.start(Kappa.ROOT, kappa.data(), run)) {
        program.await().exits(0);
      }
    }
    Files.move(made, FILE, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}

package dev.kappa.coordinator.platform.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What one worker process writes to its standard output and error. */
record WorkerLog(Path file) {
  /** A file that is larger is emptied. */
  static final long MAXIMUM_BYTES = 16L * 1024 * 1024;

  private static final int TAIL_BYTES = 8 * 1024;
  private static final int TAIL_LINES = 20;

  /** Makes the directory, and deletes the logs of workers that ran before. */
  static void prepare(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> old =
        Files.newDirectoryStream(directory, "{worker,resident}-*.log")) {
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Empties the file if it has grown too large. The worker appends, so it goes on at the start. */
  void bound() throws IOException {
    if (Files.exists(file) && Files.size(file) > MAXIMUM_BYTES) {
      FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    }
  }

  /** Deletes the file, if it is there and can be. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It stays until the next start.
    }
  }

  /** {@return the last lines; empty if there is nothing to read} */
  String tail() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, in.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (in.length() - start)];
      in.seek(start);
      in.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}

package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLogTest {
  @TempDir Path directory;

  @Test
  void logAboveItsBoundIsEmptied() throws IOException {
    WorkerLog log = new WorkerLog(directory.resolve("worker-1.log"));
    log.bound();
    try (RandomAccessFile file = new RandomAccessFile(log.file().toFile(), "rw")) {
      file.setLength(WorkerLog.MAXIMUM_BYTES);
      log.bound();
      assertThat(log.file()).hasSize(WorkerLog.MAXIMUM_BYTES);
      file.setLength(WorkerLog.MAXIMUM_BYTES + 1);
      log.bound();
    }
    assertThat(log.file()).isEmptyFile();
  }

  @Test
  void tailIsTheLastTwentyLines() throws IOException {
    WorkerLog log = new WorkerLog(directory.resolve("worker-1.log"));
    assertThat(log.tail()).isEmpty();
    Files.write(log.file(), IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList());
    String expected =
        IntStream.range(4_980, 5_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
    assertThat(log.tail()).isEqualTo(expected);
  }

  @Test
  void logsOfEarlierWorkersAreDeleted() throws IOException {
    Path old = Files.writeString(directory.resolve("worker-3.log"), "old");
    Path other = Files.writeString(directory.resolve("notes.txt"), "mine");
    WorkerLog.prepare(directory);
    assertThat(old).doesNotExist();
    assertThat(other).exists();
  }
}

package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.children.Eventually;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
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
  void logOfAResidentProcessIsEmptiedWhileItRuns() throws Exception {
    WorkerLog log = new WorkerLog(directory.resolve("resident-1.log"));
    Process process =
        new ProcessBuilder("sh", "-c", "head -c %d /dev/zero; read x; exit 7".formatted(17 << 20))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
            .start();
    CompletableFuture<Integer> ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ResidentProcesses.ended(process, log, 10);
              } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
              }
            });
    AtomicLong most = new AtomicLong();
    Eventually.holds(
        () -> {
          long size = Files.size(log.file());
          long before = most.getAndSet(size);
          return size < before;
        });
    process.outputWriter().append("x\n").close();
    assertThat(ended.join()).isEqualTo(7);
  }

  @Test
  void logIsDeletedOnceOrNotAtAll() throws IOException {
    WorkerLog log = new WorkerLog(directory.resolve("resident-1.log"));
    Files.writeString(log.file(), "old");
    log.delete();
    log.delete();
    assertThat(log.file()).doesNotExist();
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

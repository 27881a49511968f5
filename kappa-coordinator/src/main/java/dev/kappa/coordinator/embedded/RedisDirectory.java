package dev.kappa.coordinator.embedded;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The server's files, and the lock that keeps them to one process. The operating system lets go of
 * the lock when the process dies.
 */
final class RedisDirectory implements AutoCloseable {
  private static final int TAIL_LINES = 20;
  private static final long MAXIMUM_LOG_BYTES = 4L * 1024 * 1024;

  /** Closing any channel of a file lets go of all the process's locks on it: never open two. */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lockFile;

  private RedisDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Takes the directory for this process.
   *
   * @throws KappaException if another has it
   */
  static RedisDirectory claim(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Files.createDirectories(
        absolute,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (!CLAIMED.add(absolute)) {
      throw taken(absolute);
    }
    try {
      return new RedisDirectory(absolute, lock(absolute));
    } catch (IOException | KappaException e) {
      CLAIMED.remove(absolute);
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (file.tryLock() == null) {
      file.close();
      throw taken(directory);
    }
    return file;
  }

  private static KappaException taken(Path directory) {
    return new KappaException(
        ErrorCode.DATA_DIRECTORY_IN_USE,
        "the data directory "
            + directory
            + " is used by another process (expected: one at a time; stop the other, or give"
            + " another directory)");
  }

  Path path() {
    return path;
  }

  Path configuration() {
    return path.resolve("redis.conf");
  }

  Path processId() {
    return path.resolve("redis.pid");
  }

  Path log() {
    return path.resolve("redis.log");
  }

  /** {@return whether there is data that only Redis 7 or later can read} */
  boolean hasMultipartLog() {
    return Files.isDirectory(path.resolve("appendonlydir"));
  }

  /** {@return whether there is an append-only file with data in it} */
  boolean hasData() throws IOException {
    Path single = path.resolve("appendonly.aof");
    return hasMultipartLog() || (Files.exists(single) && Files.size(single) > 0);
  }

  /** {@return the recorded process id of a server, be it alive or not} */
  Optional<Long> recordedProcess() throws IOException {
    if (!Files.isReadable(processId())) {
      return Optional.empty();
    }
    String text = Files.readString(processId(), StandardCharsets.US_ASCII).trim();
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  /** Writes the configuration so that only the owner can read it. */
  void writeConfiguration(String text) throws IOException {
    Path temporary = path.resolve("redis.conf.new");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, text);
    Files.move(
        temporary,
        configuration(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Keeps at most one old log beside the present one. */
  void boundLog() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > MAXIMUM_LOG_BYTES) {
      Files.move(log(), path.resolve("redis.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** {@return the log's last lines} */
  String logTail() {
    Deque<String> last = new ArrayDeque<>();
    try (Stream<String> lines = Files.lines(log(), StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          line -> {
            last.addLast(line);
            if (last.size() > TAIL_LINES) {
              last.removeFirst();
            }
          });
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
    return String.join("\n", last);
  }

  @Override
  public void close() throws IOException {
    if (!lockFile.isOpen()) {
      return;
    }
    try {
      lockFile.close();
    } finally {
      CLAIMED.remove(path);
    }
  }
}

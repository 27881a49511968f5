package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lock on a data directory, held. Closing it gives it up, as does the end of the process. */
final class Claim implements AutoCloseable {
  /**
   * The files that this process has locked. To open one again and close it would give its lock up:
   * such locks belong to the process, not to the channel.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final DataDirectory directory;
  private final Path file;
  private final FileChannel locked;

  private Claim(DataDirectory directory, Path file, FileChannel locked) {
    this.directory = directory;
    this.file = file;
    this.locked = locked;
  }

  static Optional<Claim> tryOn(DataDirectory directory) {
    Path file = directory.path().resolve("lock");
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<Claim> claim = Optional.empty();
    try {
      claim = tryLock(directory, file);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s can't be locked: %s; name another directory with --data".formatted(file, e),
          e);
    } finally {
      if (claim.isEmpty()) {
        HELD.remove(file);
      }
    }
    return claim;
  }

  private static Optional<Claim> tryLock(DataDirectory directory, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() != null) {
      return Optional.of(new Claim(directory, file, channel));
    }
    channel.close();
    return Optional.empty();
  }

  /** Tells others how the directory's coordinator can be reached. */
  void announce(Owner owner, CoordinatorOptions options) {
    directory.announce(owner, options);
  }

  @Override
  public void close() {
    try (locked) {
      directory.retract();
    } catch (IOException e) {
      throw new KappaException(ErrorCode.INTERNAL, "the lock can't be given up: " + e, e);
    } finally {
      HELD.remove(file);
    }
  }
}

package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A data directory and who works on it. The lock on its file {@code lock} decides; {@code
 * coordinator.json} says where the lock's holder can be reached.
 */
record DataDirectory(Path path) {
  DataDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /** Checks that it is there: {@code FILE_NOT_FOUND}. */
  void requireExists() {
    if (!Files.isDirectory(path)) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "no data directory %s, so no runs (expected: the one that the run was started with; name it with --data)"
              .formatted(path));
    }
  }

  void create() {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "the data directory %s can't be made: %s; name another with --data".formatted(path, e),
          e);
    }
  }

  Path log() {
    return path.resolve("coordinator.log");
  }

  /** {@return the lock, or nothing if another process or another part of this one has it} */
  Optional<Claim> tryClaim() {
    return Claim.tryOn(this);
  }

  /** {@return who has the lock and can be reached} Nothing while it starts or stops. */
  Optional<Owner> owner() {
    return read(path.resolve("coordinator.json")).flatMap(Owner::parse).filter(Owner::isAlive);
  }

  /** {@return the application that worked on this directory last} */
  Optional<Path> lastJar() {
    return read(path.resolve("last-jar")).map(text -> Path.of(text.strip()));
  }

  void announce(Owner owner) {
    replace("last-jar", owner.jar().path() + System.lineSeparator());
    replace("coordinator.json", owner.json() + System.lineSeparator());
  }

  void retract() {
    try {
      Files.deleteIfExists(path.resolve("coordinator.json"));
    } catch (IOException e) {
      throw new KappaException(ErrorCode.INTERNAL, "coordinator.json can't be removed: " + e, e);
    }
  }

  private void replace(String name, String text) {
    Path partial = path.resolve(name + ".new");
    try {
      Files.writeString(partial, text);
      Files.move(
          partial,
          path.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND, "%s can't be written: %s".formatted(path.resolve(name), e), e);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND, "%s can't be read: %s".formatted(file, e), e);
    }
  }
}

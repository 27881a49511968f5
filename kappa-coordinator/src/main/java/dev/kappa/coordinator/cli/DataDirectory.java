package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.platform.local.KeptJars;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A data directory and who works on it. The lock on its file {@code lock} decides; {@code
 * coordinator.json} says where the lock's holder can be reached, {@code options.json} how the last
 * coordinator was started.
 */
record DataDirectory(Path path) {
  private static final String COORDINATOR = "coordinator.json";
  private static final String OPTIONS = "options.json";
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

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

  /** {@return the versions of applications that runs here need} */
  KeptJars versions() {
    return new KeptJars(path.resolve("versions"));
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
    return read(path.resolve(COORDINATOR))
        .flatMap(text -> Owner.parse(path, text))
        .filter(Owner::isAlive);
  }

  /** {@return what the last coordinator here was started with} */
  Optional<CoordinatorOptions> lastOptions() {
    return read(path.resolve(OPTIONS)).flatMap(text -> LastOptions.parse(path, text));
  }

  void announce(Owner owner, CoordinatorOptions options) {
    int port =
        owner.kind().serves()
            ? options.port()
            : lastOptions().map(CoordinatorOptions::port).orElse(ServerFlags.USUAL_PORT);
    replace(OPTIONS, LastOptions.json(options.withPort(port)));
    replace(COORDINATOR, owner.json());
  }

  void retract() {
    try {
      Files.deleteIfExists(path.resolve(COORDINATOR));
    } catch (IOException e) {
      throw new KappaException(ErrorCode.INTERNAL, "coordinator.json can't be removed: " + e, e);
    }
  }

  /** Replaces a file, whole or not at all. Only its owner may read it: it may hold a password. */
  private void replace(String name, String text) {
    Path partial = path.resolve(name + ".new");
    try {
      Files.deleteIfExists(partial);
      Files.createFile(partial, PRIVATE);
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

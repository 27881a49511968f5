package dev.kappa.apps.tpcds;

import dev.kappa.StepContext;
import dev.kappa.apps.files.Directories;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/**
 * A place in a directory that all workers see. Data is made in a draft beside its place, which is
 * renamed.
 *
 * @param directory where the data of all scales is; it exists
 * @param scale as it is in names
 */
record LocalPlace(Path directory, String scale) implements Place {
  private static final int TRIES = 100;

  static LocalPlace at(String given, String scale) throws IOException {
    Path directory = path(given);
    Directories.make("input.directory", directory);
    return new LocalPlace(directory.toRealPath(), scale);
  }

  private static Path path(String directory) {
    try {
      return Path.of(directory);
    } catch (InvalidPathException e) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.directory: '%s' is no path (expected: a directory that all workers see)"
              .formatted(directory),
          e);
    }
  }

  @Override
  public String base() {
    return directory.toString();
  }

  @Override
  public LocalData data() {
    return new LocalData(directory.resolve("sf-" + scale));
  }

  @Override
  public boolean hasData() {
    if (!data().isWhole() && Files.exists(data().directory())) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s is there, but has no manifest: it is no data of this workflow, or not all of it (expected: whole data, or nothing there)"
              .formatted(data().directory()));
    }
    return data().isWhole();
  }

  // ---- making it

  /** Draft and data are on one disk. */
  @Override
  public void requireSpace(Settings in) throws IOException {
    Directories.requireWritable("input.directory", directory);
    Place.requireSpace(in, directory);
  }

  /** {@return an empty draft of the running run's own} */
  @Override
  public LocalData begin() throws IOException {
    String name = "sf-%s.%s.draft".formatted(scale, StepContext.current().runId());
    LocalData draft = new LocalData(directory.resolve(name));
    draft.delete();
    Files.createDirectories(draft.workPath());
    return draft;
  }

  @Override
  public void publish(DataSet draft, List<Listed> files) throws IOException {
    if (data().isWhole()) {
      return;
    }
    LocalData made = local(draft);
    new LocalData(made.workPath()).delete();
    made.complete(files);
    try {
      Files.move(made.directory(), data().directory(), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // The place may be taken meanwhile: by data, or by what is refused.
      if (!hasData()) {
        throw e;
      }
    }
  }

  @Override
  public void drop(DataSet draft) throws IOException {
    local(draft).delete();
  }

  private static LocalData local(DataSet draft) {
    return switch (draft) {
      case LocalData local -> local;
      case BucketData other -> throw new IllegalArgumentException("no draft: " + other);
    };
  }

  // ---- who makes it

  private Path ticketFile() {
    return directory.resolve("sf-%s.ticket".formatted(scale));
  }

  /**
   * The first who asks draws it, and all others find it, until it is given back: under this key one
   * run is started. If it is given back just when it was found, another one is drawn.
   */
  @Override
  public String ticket() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      draw();
      try {
        return Files.readString(ticketFile());
      } catch (NoSuchFileException e) {
        // It was given back meanwhile.
      }
    }
    throw new IOException("%s is given back each time that it is read".formatted(ticketFile()));
  }

  private void draw() throws IOException {
    Path draft = Files.createTempFile(directory, "ticket", ".draft");
    try {
      Files.writeString(draft, UUID.randomUUID().toString());
      // A link is made whole or not at all, and never over another file.
      Files.createLink(ticketFile(), draft);
    } catch (FileAlreadyExistsException e) {
      // Theirs.
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public void forget(String ticket) throws IOException {
    try {
      if (Files.readString(ticketFile()).equals(ticket)) {
        Files.deleteIfExists(ticketFile());
      }
    } catch (NoSuchFileException e) {
      // Another did.
    }
  }
}

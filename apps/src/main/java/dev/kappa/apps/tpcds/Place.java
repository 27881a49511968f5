package dev.kappa.apps.tpcds;

import dev.kappa.StepContext;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the data of a scale is, or is to be. Data appears whole or not at all: it is made in a
 * draft beside its place, which is renamed.
 *
 * @param directory where the data of all scales is; it exists
 * @param scale as it is in names
 */
record Place(Path directory, String scale) {
  private static final double BYTES_OF_SCALE_1 = 420e6;
  private static final double BYTES_OF_A_TEXT = 250e6;

  /** {@return the place that the input names; if it names none, one in the output directory} */
  static Place of(Settings in) throws IOException {
    Path directory = at(in.directory());
    Files.createDirectories(directory);
    return new Place(directory.toRealPath(), in.scaleText());
  }

  private static Path at(@Nullable String directory) {
    try {
      return directory == null
          ? StepContext.current().outputDirectory().resolve("tpcds")
          : Path.of(directory);
    } catch (InvalidPathException e) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.directory: '%s' is no path (expected: a directory that all workers see)"
              .formatted(directory),
          e);
    }
  }

  DataSet data() {
    return new DataSet(directory.resolve("sf-" + scale));
  }

  /**
   * {@return whether there is data}
   *
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if something else is there
   */
  boolean hasData() {
    if (!data().isWhole() && Files.exists(data().directory())) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s is there, but has no manifest: it is no data of this workflow, or not all of it (expected: whole data, or nothing there)"
              .formatted(data().directory()));
    }
    return data().isWhole();
  }

  // ---- making it

  /**
   * Looks whether the disk has room for the data, and for the text of so many pieces at once.
   *
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if it has not
   */
  void requireSpace(Settings in) throws IOException {
    double need = in.scale() * BYTES_OF_SCALE_1 + in.workers() * BYTES_OF_A_TEXT;
    long free = Files.getFileStore(directory).getUsableSpace();
    if (need > free) {
      double most = (free - in.workers() * BYTES_OF_A_TEXT) / BYTES_OF_SCALE_1;
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.scale: %s needs about %.1f GB in %s, which has %.1f GB free (expected: at most %.2f, or another directory)"
              .formatted(scale, need / 1e9, directory, free / 1e9, Math.max(0, most)));
    }
  }

  /** {@return an empty draft of the running run's own} */
  DataSet begin() throws IOException {
    String name = "sf-%s.%s.draft".formatted(scale, StepContext.current().runId());
    DataSet draft = new DataSet(directory.resolve(name));
    draft.delete();
    Files.createDirectories(draft.work());
    return draft;
  }

  /** Makes the draft the data, if there is none meanwhile. Nothing is done when it is run again. */
  void publish(DataSet draft, double factor) throws IOException {
    if (data().isWhole()) {
      return;
    }
    new DataSet(draft.work()).delete();
    draft.complete(Piece.all(factor));
    try {
      Files.move(draft.directory(), data().directory(), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // The place may be taken meanwhile: by data, or by what is refused.
      if (!hasData()) {
        throw e;
      }
    }
  }

  // ---- who makes it

  private Path ticketFile() {
    return directory.resolve("sf-%s.ticket".formatted(scale));
  }

  /**
   * {@return the name of the run that makes the data} The first who asks draws it, and all others
   * find it, until it is given back: under this key one run is started.
   */
  String ticket() throws IOException {
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
    return Files.readString(ticketFile());
  }

  /** Gives the ticket back, when that run has ended; so another may begin. */
  void forget(String ticket) throws IOException {
    try {
      if (Files.readString(ticketFile()).equals(ticket)) {
        Files.deleteIfExists(ticketFile());
      }
    } catch (NoSuchFileException e) {
      // Another did.
    }
  }
}

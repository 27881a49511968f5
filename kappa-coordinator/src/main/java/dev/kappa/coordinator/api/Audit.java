package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed what, and who was not allowed to, as lines of JSON at the end of a file, or on
 * standard error. A request is answered when its line has been given to the operating system. The
 * file may be moved away at any time: the next line makes a new one. There are at most as many
 * lines at a time on their way as there are connections, for each has one request that is not
 * answered.
 */
public final class Audit implements AutoCloseable {
  /** Stands for standard error, where there is no disk that stays. */
  public static final Path STANDARD_ERROR = Path.of("-");

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final String where;
  private final Place place;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("kappa-audit").factory());

  /** Takes lines. */
  private interface Place {
    void add(AuditLine line) throws IOException;
  }

  private Audit(String where, Place place) {
    this.where = where;
    this.place = place;
  }

  /**
   * Opens one; the file is made if there is none, and only its owner may read it then.
   *
   * @param file {@link #STANDARD_ERROR} for what that is now
   * @throws KappaException {@code FILE_NOT_FOUND} if it can't be written
   */
  public static Audit to(Path file) {
    if (file.equals(STANDARD_ERROR)) {
      PrintStream err = System.err;
      return new Audit("standard error", line -> print(err, line));
    }
    try {
      append(file, "");
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND, "--audit %s can't be written: %s".formatted(file, e), e);
    }
    return new Audit(file.toString(), line -> append(file, line.json() + "\n"));
  }

  /** {@return done when the line is written, or the log says why it could not be} */
  CompletableFuture<Void> write(AuditLine line) {
    return CompletableFuture.runAsync(() -> append(line), writer);
  }

  private void append(AuditLine line) {
    try {
      place.add(line);
    } catch (IOException e) {
      LOG.error("{} can't be written: {}; this is not in it: {}", where, e, line.json());
    }
  }

  /** In one piece, so that no line of the log gets between. */
  private static void print(PrintStream err, AuditLine line) throws IOException {
    byte[] bytes = (line.markedJson() + "\n").getBytes(StandardCharsets.UTF_8);
    err.write(bytes, 0, bytes.length);
    if (err.checkError()) {
      throw new IOException("standard error is closed");
    }
  }

  private static void append(Path file, String text) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // It is added to.
    }
    Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    // What is on its way is written.
    writer.shutdown();
  }
}

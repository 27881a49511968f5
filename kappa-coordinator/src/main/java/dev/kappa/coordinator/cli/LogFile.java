package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Sends what is logged, and what anything prints, to a file instead of the user's terminal. */
final class LogFile {
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  private LogFile() {}

  /** Redirects this process's {@code System.out} and {@code System.err} to {@code log}. */
  static void redirect(Path log) {
    try {
      if (Files.exists(log) && Files.size(log) > MAX_BYTES) {
        Path old = log.resolveSibling(log.getFileName() + ".1");
        Files.move(log, old, StandardCopyOption.REPLACE_EXISTING);
      }
      PrintStream stream =
          new PrintStream(new FileOutputStream(log.toFile(), true), true, StandardCharsets.UTF_8);
      System.setOut(stream);
      System.setErr(stream);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND, "the log %s can't be written: %s".formatted(log, e), e);
    }
  }
}

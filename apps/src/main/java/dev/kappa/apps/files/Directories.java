package dev.kappa.apps.files;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Directories that users name, and in which steps write. */
public final class Directories {
  private Directories() {}

  /**
   * Makes a directory, and those above it, if it is not there.
   *
   * @param field the name of the input that has it, for the error's text
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if it can't be made
   */
  public static void make(String field, Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileSystemException e) {
      throw invalid(field, directory, "it can't be made: " + why(e), e);
    }
  }

  /**
   * Requires that this process may write in a directory that is there.
   *
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if it may not
   */
  public static void requireWritable(String field, Path directory) {
    if (!Files.isWritable(directory)) {
      throw invalid(field, directory, "it may not be written by this user", null);
    }
  }

  private static KappaException invalid(
      String field, Path directory, String why, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.INVALID_INPUT,
        "%s: '%s': %s (expected: a directory that workers can write)"
            .formatted(field, directory, why),
        cause);
  }

  /** {@return why a directory can't be made} */
  static String why(FileSystemException error) {
    return why(error, error.getFile());
  }

  /**
   * {@return why a file or a directory can't be made}
   *
   * @param what what it is called
   */
  static String why(FileSystemException error, String what) {
    return switch (error) {
      case AccessDeniedException denied -> what + " may not be written by this user";
      case FileAlreadyExistsException there -> what + " is no directory";
      case NoSuchFileException gone -> what + " can't be made";
      case FileSystemException other -> String.valueOf(other.getMessage());
    };
  }
}

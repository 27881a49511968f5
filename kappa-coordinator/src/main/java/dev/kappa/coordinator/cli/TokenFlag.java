package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Token;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The token that a command shows: from a file or the environment, never from a command line. */
final class TokenFlag {
  private static final String FORM = "[\\x21-\\x7e]{1,400}";

  private TokenFlag() {}

  /** {@return the token in {@code file}, else that in KAPPA_TOKEN; null for none} */
  static @Nullable Token resolve(@Nullable Path file) {
    if (file != null) {
      return token(read(file), file.toString());
    }
    String text = System.getenv("KAPPA_TOKEN");
    return text == null || text.isBlank() ? null : token(text, "KAPPA_TOKEN");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND, "--token-file %s can't be read: %s".formatted(file, e), e);
    }
  }

  /** What is there may be a secret of another kind: it is not repeated. */
  private static Token token(String text, String where) {
    String token = text.strip();
    if (!token.matches(FORM)) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "%s has no token (expected: one line, as kappa token prints it)".formatted(where));
    }
    return new Token(token);
  }
}

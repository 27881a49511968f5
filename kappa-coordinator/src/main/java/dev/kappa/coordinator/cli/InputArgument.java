package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.JsonText;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;

/** The value of {@code --input}: JSON, or {@code @} and the name of a file of JSON. */
final class InputArgument {
  private static final int SNIPPET = 60;

  private InputArgument() {}

  /** {@return the input as JSON without needless white space} */
  static String json(String argument) {
    if (!argument.startsWith("@")) {
      return compact("--input", argument);
    }
    Path file = Path.of(argument.substring(1));
    return compact(file.toString(), read(file));
  }

  private static String read(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "--input @%s: no such file, or not readable: %s".formatted(file, file.toAbsolutePath()));
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new KappaException(ErrorCode.INVALID_INPUT, file + ": is not text in UTF-8", e);
    } catch (IOException e) {
      throw new KappaException(ErrorCode.FILE_NOT_FOUND, file + ": can't be read: " + e, e);
    }
  }

  private static String compact(String source, String text) {
    try {
      return JsonText.compact(text);
    } catch (JacksonException e) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "%s is not JSON: %s%s".formatted(source, JsonText.problem(e), snippet(text, e)),
          e);
    }
  }

  /** The line that the error is in, and a mark under its place. */
  private static String snippet(String text, JacksonException malformed) {
    var at = malformed.getLocation();
    String[] lines = text.split("\r\n|\r|\n", -1);
    if (at == null || at.getLineNr() < 1 || at.getLineNr() > lines.length) {
      return "";
    }
    String line = lines[at.getLineNr() - 1];
    int column = Math.clamp(at.getColumnNr() - 1L, 0, line.length());
    int from = Math.max(0, column - SNIPPET / 2);
    int to = Math.min(line.length(), from + SNIPPET);
    return "%n  %s%n  %s^".formatted(line.substring(from, to), " ".repeat(column - from));
  }
}

package dev.kappa.apps.streaming;

import dev.kappa.StepContext;
import dev.kappa.apps.files.LocalOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file in which a run writes what it has found, a JSON object a line. What a step writes, and
 * where, is given by what the step holds: so a step that is run again, or comes too late, writes
 * the same bytes in the same place.
 */
record ReportFile(Path path) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  static ReportFile of(@Nullable String output, String name) throws IOException {
    LocalOutput file = LocalOutput.of("input.output", output, name);
    file.check();
    return new ReportFile(file.path());
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * Makes the file, with a line that says whose it is. One of another run is left alone.
   *
   * @return the offset behind that line
   */
  long begin(Settings in, String log) throws IOException {
    ObjectNode head = object();
    head.putObject("run")
        .put("id", StepContext.current().runId())
        .put("log", log)
        .put("windowMillis", in.windowMillis())
        .put("latenessMillis", in.latenessMillis());
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      requireOwn(bytes(List.of(head)));
    }
    return write(0, List.of(head));
  }

  /** It may be there from a time when the step that makes it was cut off. */
  private void requireOwn(byte[] line) throws IOException {
    long size = Files.size(path);
    int differs = size > line.length ? 0 : Arrays.mismatch(Files.readAllBytes(path), line);
    if (differs >= 0 && differs < size) {
      throw Settings.invalid(
          "output: '%s' is there already (expected: a file that is not there yet)".formatted(path));
    }
  }

  /**
   * Writes lines, and puts them on the disk.
   *
   * @param at the offset behind all lines before
   * @return the offset behind these
   */
  long write(long at, List<ObjectNode> lines) throws IOException {
    if (lines.isEmpty()) {
      return at;
    }
    ByteBuffer bytes = ByteBuffer.wrap(bytes(lines));
    try (FileChannel out = open()) {
      if (out.size() < at) {
        throw new IOException(
            "%s has %d bytes, and had %d: this run had written to it"
                .formatted(path, out.size(), at));
      }
      while (bytes.hasRemaining()) {
        out.write(bytes, at + bytes.position());
      }
      out.force(true);
    }
    return at + bytes.limit();
  }

  /** Nothing is behind {@code end}: the store may have lost steps, whose lines were longer. */
  void end(long end) throws IOException {
    try (FileChannel out = open()) {
      out.truncate(end);
      out.force(true);
    }
  }

  private FileChannel open() throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw new IOException("%s is gone: this run had written to it".formatted(path), e);
    }
  }

  private static byte[] bytes(List<ObjectNode> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(JSON.writeValueAsString(line)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}

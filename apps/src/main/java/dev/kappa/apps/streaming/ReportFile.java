package dev.kappa.apps.streaming;

import dev.kappa.StepContext;
import dev.kappa.apps.files.LocalOutput;
import dev.kappa.apps.files.ObjectOutput;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
sealed interface ReportFile permits LocalReport, ObjectReport {
  /** Writes lines. */
  JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  static ReportFile of(@Nullable String output, String name) throws IOException {
    OutputFile file = OutputFile.of(output, name);
    file.check();
    return switch (file) {
      case LocalOutput local -> new LocalReport(local.path());
      case ObjectOutput object -> new ObjectReport(object.address());
    };
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * Makes the file, with a line that says whose it is. One of another run is left alone.
   *
   * @return the offset behind that line
   */
  default long begin(Settings in, String log) throws IOException {
    ObjectNode head = object();
    head.putObject("run")
        .put("id", StepContext.current().runId())
        .put("log", log)
        .put("windowMillis", in.windowMillis())
        .put("latenessMillis", in.latenessMillis());
    byte[] line = bytes(List.of(head));
    begin(line);
    return line.length;
  }

  /**
   * Writes lines, and makes them durable.
   *
   * @param at the offset behind all lines before
   * @return the offset behind these
   */
  default long write(long at, List<ObjectNode> lines) throws IOException {
    if (lines.isEmpty()) {
      return at;
    }
    byte[] bytes = bytes(lines);
    write(at, bytes);
    return at + bytes.length;
  }

  /** {@return where it is, as users write it} */
  String place();

  /**
   * Makes the file with its first line. It may be there from a time when the step that makes it was
   * cut off.
   */
  void begin(byte[] line) throws IOException;

  /** Writes bytes at an offset. If they are there already nothing is changed. */
  void write(long at, byte[] bytes) throws IOException;

  /** Nothing is behind {@code end}: the store may have lost steps, whose lines were longer. */
  void end(long end) throws IOException;

  /** {@return that something else is there} */
  default KappaException taken() {
    return Settings.invalid(
        "output: '%s' is there already (expected: a file that is not there yet)"
            .formatted(place()));
  }

  /** {@return that it is shorter than the step knows it} */
  default IOException cut(long size, long at) {
    return new IOException(
        "%s has %d bytes, and had %d: this run had written to it".formatted(place(), size, at));
  }

  /** {@return that it is not there any more} */
  default IOException gone(@Nullable Exception cause) {
    return new IOException("%s is gone: this run had written to it".formatted(place()), cause);
  }

  private static byte[] bytes(List<ObjectNode> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(JSON.writeValueAsString(line)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}

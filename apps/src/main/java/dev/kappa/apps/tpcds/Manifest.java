package dev.kappa.apps.tpcds;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * What lists the files of all tables: a line for each, and a last line with their number and the
 * sum of the lines. Without that, a manifest that was cut would be one of fewer files, and a query
 * of them would give other rows and no error.
 */
record Manifest(List<Listed> files) {
  Manifest {
    files = List.copyOf(files);
  }

  /**
   * {@return what was written}
   *
   * @param place what the manifest is called
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if it is not as it was written
   */
  static Manifest parse(byte[] bytes, Object place) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    String lines = text.substring(0, last);
    if (!text.substring(last).equals(end(lines))) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s is damaged: its last line is not '%s' (expected: whole data; delete all of it, and the next run makes it anew)"
              .formatted(place, end(lines).strip()));
    }
    return new Manifest(lines.lines().map(line -> Listed.parse(line, place)).toList());
  }

  /** {@return as it is written} */
  byte[] bytes() {
    String lines = files.stream().map(file -> file.line() + "\n").collect(Collectors.joining());
    return (lines + end(lines)).getBytes(StandardCharsets.UTF_8);
  }

  private static String end(String lines) {
    CRC32C sum = new CRC32C();
    sum.update(lines.getBytes(StandardCharsets.UTF_8));
    return "end %d %08x\n".formatted(lines.lines().count(), sum.getValue());
  }

  /** {@return the files of a table, in the order of their numbers} */
  List<Listed> of(String table) {
    return files.stream()
        .filter(file -> file.table().equals(table))
        .sorted(Comparator.comparingInt(Listed::number))
        .toList();
  }
}

package dev.kappa.apps.tpcds;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * A Parquet file, as the manifest lists it. Parquet itself has no sums of its bytes here: without
 * this a file that was damaged could give wrong rows and no error.
 *
 * @param number of the file within its table, from 0
 * @param crc of all its bytes, CRC-32C
 */
record Listed(String table, int number, long rows, long bytes, long crc) {
  private static final Pattern LINE =
      Pattern.compile("([a-z_]+)/([0-9]{5,9})\\.parquet ([0-9]{1,18}) ([0-9]{1,18}) ([0-9a-f]{8})");

  /** {@return what is to be listed of a file that is whole} */
  static Listed of(String table, int number, long rows, Path file) throws IOException {
    CRC32C sum = new CRC32C();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      return new Listed(table, number, rows, bytes, sum.getValue());
    }
  }

  /**
   * {@return the file of a manifest's line}
   *
   * @param manifest what that is called
   */
  static Listed parse(String line, Object manifest) {
    Matcher fields = LINE.matcher(line);
    if (!fields.matches()) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s has the line '%s' (expected: TABLE/NUMBER.parquet ROWS BYTES CRC-32C; delete all of the data, and the next run makes it anew)"
              .formatted(manifest, line));
    }
    return new Listed(
        fields.group(1),
        Integer.parseInt(fields.group(2)),
        Long.parseLong(fields.group(3)),
        Long.parseLong(fields.group(4)),
        Long.parseLong(fields.group(5), 16));
  }

  /** {@return the manifest's line} */
  String line() {
    return "%s %d %d %08x".formatted(name(), rows, bytes, crc);
  }

  /** {@return its name, below the data's place} */
  String name() {
    return DataSet.name(table, number);
  }

  /**
   * Requires a file to be this one.
   *
   * @param place what it is called
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if it has other bytes
   */
  void require(Path file, Object place) throws IOException {
    Listed there = of(table, number, rows, file);
    if (!there.equals(this)) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s is damaged: it has %d bytes with the sum %08x, and was written with %d and %08x (expected: whole data; delete all of it, and the next run makes it anew)"
              .formatted(place, there.bytes, there.crc, bytes, crc));
    }
  }
}

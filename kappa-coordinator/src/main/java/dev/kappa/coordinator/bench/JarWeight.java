package dev.kappa.coordinator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** How heavy a handler jar is: AWS Lambda takes 50 MB zipped, and 250 MB unzipped. */
public final class JarWeight {
  private static final double MEGA = 1e6;

  private JarWeight() {}

  /** {@return its size, and that of all its entries, for a report} */
  public static String of(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      long unzipped = zip.stream().mapToLong(ZipEntry::getSize).sum();
      return String.format(
          Locale.ROOT,
          "%.1f MB, unzipped %.1f MB in %d entries",
          Files.size(jar) / MEGA,
          unzipped / MEGA,
          zip.size());
    }
  }
}

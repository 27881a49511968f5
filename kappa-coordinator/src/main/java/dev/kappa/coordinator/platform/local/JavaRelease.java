package dev.kappa.coordinator.platform.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Which Java a directory holds.
 *
 * @param feature its feature version, such as 21; 0 if it can't be told
 * @param identity all that the directory says of itself: another build, another identity
 */
record JavaRelease(int feature, String identity) {
  private static final int ASKS_FOR_NATIVE_ACCESS_SINCE = 25;

  /**
   * {@return whether a warning is to be avoided about native libraries} Before, the option would
   * only keep the JVM from using its own class archive in full.
   */
  boolean asksForNativeAccess() {
    return feature >= ASKS_FOR_NATIVE_ACCESS_SINCE;
  }

  static JavaRelease of(Path javaHome) throws IOException {
    Path file = javaHome.resolve("release");
    if (!Files.isReadable(file)) {
      return new JavaRelease(0, javaHome.toString());
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
    String feature = version.split("[.+_-]", 2)[0];
    String identity = javaHome + "\n" + Files.readString(file, StandardCharsets.UTF_8);
    return new JavaRelease(feature.matches("[0-9]{1,4}") ? Integer.parseInt(feature) : 0, identity);
  }
}

package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** The class files of a jar; those of Java and of Kappa come from here if the jar has none. */
final class JarClasses implements AutoCloseable {
  private static final List<String> KNOWN_HERE =
      List.of("java/", "javax/", "dev/kappa/", "io/vavr/");

  private final JarFile jar;

  private JarClasses(JarFile jar) {
    this.jar = jar;
  }

  /**
   * {@return those of the jar at {@code path}}
   *
   * @throws KappaException {@code FILE_NOT_FOUND}, or {@code NO_WORKFLOW} if it is no jar
   */
  static JarClasses at(Path path) {
    ApplicationJar application = ApplicationJar.at(path);
    try {
      return new JarClasses(new JarFile(application.path().toFile()));
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND, "%s can't be read: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** {@return the class file of a name such as {@code a/b/C}; null if there is none} */
  byte @Nullable [] read(String className) {
    String file = className + ".class";
    JarEntry entry = jar.getJarEntry(file);
    boolean here = entry == null && KNOWN_HERE.stream().anyMatch(className::startsWith);
    try (InputStream in =
        entry != null
            ? jar.getInputStream(entry)
            : here ? ClassLoader.getSystemResourceAsStream(file) : null) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "%s of %s can't be read: %s".formatted(file, jar.getName(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    try {
      jar.close();
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }
}

package dev.kappa.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Makes jars of applications: the test's own classes, and all that the built applications have. */
public final class TestJar {
  private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();
  private static final String PACKAGE = "dev/kappa/tests/app";

  private TestJar() {}

  /** Writes a jar whose manifest names {@code application}; none if that is null. */
  public static Path write(Path file, @Nullable String application) {
    Manifest manifest = manifest(application);
    manifest.getMainAttributes().putValue("Multi-Release", "true");
    try (OutputStream bytes = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      jar.setLevel(Deflater.BEST_SPEED);
      copyApps(jar);
      copyClasses(jar);
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes a jar with a manifest and nothing of Kappa. */
  static Path writeForeign(Path file) {
    try (OutputStream bytes = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(bytes, manifest(null))) {
      jar.putNextEntry(new JarEntry("readme.txt"));
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Manifest manifest(@Nullable String application) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (application != null) {
      manifest.getMainAttributes().putValue("Kappa-Application", application);
    }
    return manifest;
  }

  private static void copyApps(JarOutputStream to) throws IOException {
    Predicate<JarEntry> wanted =
        e -> !e.isDirectory() && !e.getName().equals(JarFile.MANIFEST_NAME);
    try (JarFile apps = new JarFile(Kappa.APPS.toFile())) {
      for (JarEntry entry : apps.stream().filter(wanted).toList()) {
        to.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream content = apps.getInputStream(entry)) {
          content.transferTo(to);
        }
      }
    }
  }

  private static void copyClasses(JarOutputStream to) throws IOException {
    List<Path> classes;
    try (Stream<Path> all = Files.walk(CLASSES.resolve(PACKAGE))) {
      classes = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : classes) {
      to.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
      Files.copy(file, to);
    }
  }
}

package dev.kappa.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes jars of applications: the test's own classes, and all that the built applications have. The
 * same content gives the same bytes, so that what Kappa keeps for a jar serves all tests.
 */
public final class TestJar {
  private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();
  private static final String PACKAGE = "dev/kappa/tests/app";

  /** The largest file by far, of one application's database; no test's own application uses it. */
  private static final String DATABASE = "libduckdb_java.so_linux_amd64";

  private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_000L);

  private TestJar() {}

  /** Writes a jar whose manifest names {@code application}; none if that is null. */
  public static Path write(Path file, @Nullable String application) {
    return write(file, application, CLASSES, CLASSES.resolve(PACKAGE));
  }

  /**
   * Writes a jar whose manifest names {@code application}.
   *
   * @param root where packages of the application's classes begin
   * @param classes what of it comes into the jar, with all below it
   */
  static Path write(Path file, @Nullable String application, Path root, Path classes) {
    try {
      Files.copy(Kappa.APPS, file, StandardCopyOption.REPLACE_EXISTING);
      try (FileSystem jar = FileSystems.newFileSystem(file)) {
        Files.deleteIfExists(jar.getPath(DATABASE));
        writeManifest(jar.getPath("META-INF", "MANIFEST.MF"), application);
        for (Path from : below(classes)) {
          copy(from, jar.getPath(root.relativize(from).toString()));
        }
      }
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

  private static void writeManifest(Path file, @Nullable String application) throws IOException {
    Manifest manifest = manifest(application);
    manifest.getMainAttributes().putValue("Multi-Release", "true");
    try (OutputStream out = Files.newOutputStream(file)) {
      manifest.write(out);
    }
    Files.setLastModifiedTime(file, TIME);
  }

  private static Manifest manifest(@Nullable String application) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (application != null) {
      manifest.getMainAttributes().putValue("Kappa-Application", application);
    }
    return manifest;
  }

  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    makeDirectory(to.getParent());
    Files.copy(from, to);
    Files.setLastModifiedTime(to, TIME);
  }

  private static void makeDirectory(@Nullable Path directory) throws IOException {
    if (directory != null && Files.notExists(directory)) {
      makeDirectory(directory.getParent());
      Files.createDirectory(directory);
      Files.setLastModifiedTime(directory, TIME);
    }
  }
}

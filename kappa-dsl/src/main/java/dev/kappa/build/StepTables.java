package dev.kappa.build;

import dev.kappa.codec.lambda.StepTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts tables of the steps into an application's jar, a file for each class that has lambdas which
 * can be stored, under {@code META-INF/kappa/steps}. With them a worker need not take class files
 * apart. A jar without them works the same.
 *
 * <p>The jar is what will run, with all that the application needs, so whatever was done to its
 * classes before is in the tables, too. Run a second time, it makes them anew.
 */
public final class StepTables {
  private static final String CLASS = ".class";

  private StepTables() {}

  /** Puts them into the jar that {@code arguments} names, and prints how many. */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("which jar? (expected: one argument, the path of a jar)");
      System.exit(2);
    }
    try {
      int count = addTo(Path.of(arguments[0]));
      System.out.printf("%s has tables of the steps of %d classes%n", arguments[0], count);
    } catch (IOException | ProviderNotFoundException e) {
      System.err.printf("%s: %s (expected: a jar that can be changed)%n", arguments[0], e);
      System.exit(2);
    }
  }

  /**
   * Puts them into a jar.
   *
   * @return of how many classes there are some
   * @throws IOException if the jar can't be read or written
   */
  public static int addTo(Path jar) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Path root = files.getPath("/");
      Map<String, byte[]> tables = tables(root);
      Path directory = root.resolve(StepTable.DIRECTORY);
      Files.createDirectories(directory);
      deleteAll(directory);
      for (Map.Entry<String, byte[]> table : tables.entrySet()) {
        Files.write(root.resolve(table.getKey()), table.getValue());
      }
      date(root, jar, directory);
      return tables.size();
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    for (Path file : list(directory)) {
      Files.delete(file);
    }
  }

  /** The same classes make the same jar, whenever it is built. */
  private static void date(Path root, Path jar, Path directory) throws IOException {
    Path manifest = root.resolve("META-INF/MANIFEST.MF");
    FileTime time = Files.getLastModifiedTime(Files.exists(manifest) ? manifest : jar);
    for (Path file : list(directory)) {
      Files.setLastModifiedTime(file, time);
    }
    for (int names = directory.getNameCount(); names > 0; names--) {
      Files.setLastModifiedTime(root.resolve(directory.subpath(0, names)), time);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static Map<String, byte[]> tables(Path root) throws IOException {
    Map<String, byte[]> tables = new TreeMap<>();
    for (String className : classes(root)) {
      byte[] table = table(root, className);
      if (table != null) {
        tables.put(StepTable.resource(className), table);
      }
    }
    return tables;
  }

  private static byte @Nullable [] table(Path root, String className) {
    try {
      return StepTable.of(name -> classFile(root, name), className);
    } catch (IllegalArgumentException e) {
      // Too new to be read, as a library's may be: whoever stores its lambdas is told then.
      return null;
    }
  }

  private static List<String> classes(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.length() - CLASS.length()))
          .sorted()
          .toList();
    }
  }

  private static byte @Nullable [] classFile(Path root, String className) {
    Path file = root.resolve(className + CLASS);
    try {
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}

package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.platform.worker.WorkerMain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;

/**
 * Unpacks what workers need from this program's own jar, once. The directory's name is made from
 * its content, and it appears whole or not at all, so any number of processes may do this at once.
 */
final class WorkerFilesExtraction {
  private static final String RESOURCES = "/worker-runtime/";
  private static final String LAUNCHER = "launcher.jar";
  private static final List<String> LAUNCHER_CLASSES =
      List.of("WorkerMain", "LifeLine", "PlainRuntime", "PlainContext");

  private final List<String> jars;

  private WorkerFilesExtraction(List<String> jars) {
    this.jars = jars;
  }

  /** {@return the files, unpacked under {@code cache} unless they are there already} */
  static WorkerFiles into(Path cache) throws IOException {
    String index = new String(resource(RESOURCES + "index"), StandardCharsets.UTF_8);
    return new WorkerFilesExtraction(index.lines().filter(line -> !line.isBlank()).toList())
        .unpack(cache);
  }

  private WorkerFiles unpack(Path cache) throws IOException {
    byte[] launcher = launcherJar();
    String key = ContentKey.of(String.join("\n", jars).getBytes(StandardCharsets.UTF_8), launcher);
    Path directory = cache.resolve("worker-runtime-" + key);
    Optional<String> library = NativePart.fileName();
    if (!Files.isDirectory(directory)) {
      AtomicDirectory.make(directory, temporary -> fill(temporary, launcher, library));
    }
    return new WorkerFiles(
        directory.resolve(LAUNCHER),
        jars.stream().map(directory::resolve).toList(),
        library.map(directory::resolve));
  }

  private void fill(Path directory, byte[] launcher, Optional<String> library) throws IOException {
    Files.write(directory.resolve(LAUNCHER), launcher);
    for (String jar : jars) {
      byte[] content = resource(RESOURCES + jar);
      Files.write(directory.resolve(jar), content);
      if (library.isPresent() && jar.contains("runtime-interface-client")) {
        Files.write(directory.resolve(library.get()), entry(content, "jni/" + library.get()));
      }
    }
  }

  private static byte[] entry(byte[] jar, String name) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        if (entry.getName().equals(name)) {
          return in.readAllBytes();
        }
      }
    }
    throw new IOException("the runtime interface client's jar has no " + name);
  }

  /** A jar of its own: a class archive can't be made for directories. */
  private static byte[] launcherJar() throws IOException {
    List<Entry> entries = new ArrayList<>();
    String directory = WorkerMain.class.getPackageName().replace('.', '/') + "/";
    for (String name : LAUNCHER_CLASSES) {
      String path = directory + name + ".class";
      entries.add(new Entry(path, resource("/" + path)));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(entries, bytes);
    return bytes.toByteArray();
  }

  private static void write(List<Entry> entries, OutputStream to) throws IOException {
    try (JarOutputStream out = new JarOutputStream(to)) {
      for (Entry entry : entries) {
        JarEntry header = new JarEntry(entry.name());
        header.setTime(0);
        out.putNextEntry(header);
        out.write(entry.content());
        out.closeEntry();
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = WorkerFilesExtraction.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("this program's jar has no " + name + ": it was not built whole");
      }
      return in.readAllBytes();
    }
  }

  private record Entry(String name, byte[] content) {}
}

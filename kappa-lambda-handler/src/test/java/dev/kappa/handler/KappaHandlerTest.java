package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Task;
import dev.kappa.Workflows;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KappaHandlerTest {
  /** An application as it should be. */
  static final class Good {
    private Good() {}

    public static Workflows workflows() {
      return Workflows.of("hello", Void.class, nothing -> Task.value("hello"));
    }
  }

  /** Registers nothing. */
  static final class Empty {
    private Empty() {}

    public static Workflows workflows() {
      return Workflows.of();
    }
  }

  /** Registers a name twice. */
  static final class Twice {
    private Twice() {}

    public static Workflows workflows() {
      return Good.workflows().and(Good.workflows());
    }
  }

  /** Fails while it is set up. */
  static final class Throws {
    private Throws() {}

    public static Workflows workflows() {
      if (!Boolean.getBoolean("kappa.test.configured")) {
        throw new IllegalStateException("no configuration");
      }
      return Good.workflows();
    }
  }

  /** Has a method of another kind. */
  static final class Wrong {
    private Wrong() {}

    public static String workflows() {
      return "";
    }
  }

  @TempDir Path directory;

  @Test
  void filesOfStepsGoWhereThePlatformSaysOrWhereAFunctionMayWrite() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    assertThat(KappaHandler.output(Map.of("KAPPA_OUTPUT", "/data/output")))
        .isEqualTo(Path.of("/data/output"));
    assertThat(KappaHandler.output(Map.of())).isEqualTo(temporary.resolve("kappa-output"));
    for (String none : List.of("", "s3://data/output")) {
      assertThat(KappaHandler.output(Map.of("KAPPA_OUTPUT", none)))
          .isEqualTo(temporary.resolve("kappa-output"));
    }
  }

  @Test
  void applicationIsNamedByTheEnvironment() {
    assertThat(describe(Map.of("KAPPA_APPLICATION", Good.class.getName())))
        .matches(
            "\\{\"application\":\"[0-9a-f]{16}\","
                + "\"workflows\":\\[\\{\"name\":\"hello\",\"input\":\"java.lang.Void\"}],"
                + "\"schedules\":\\[]}");
  }

  @Test
  void applicationIsNamedByTheManifestThatHasTheAttribute() throws IOException {
    Path plain = jar("plain.jar", null, "x");
    Path named = jar("named.jar", Good.class.getName(), "x");

    assertThat(describe(Map.of(), plain, named)).contains("\"hello\"");
  }

  @Test
  void environmentGoesBeforeTheManifest() throws IOException {
    Path named = jar("named.jar", "no.such.Class", "x");

    assertThat(describe(Map.of("KAPPA_APPLICATION", Good.class.getName()), named))
        .contains("\"hello\"");
  }

  @Test
  void whatIsWrongWithTheApplicationIsAnswered() {
    assertThat(describe(Map.of())).contains("KAPPA-103", "Kappa-Application", "KAPPA_APPLICATION");
    assertThat(of("no.such.Class")).contains("KAPPA-105", "there is no class no.such.Class");
    assertThat(of(Empty.class.getName())).contains("KAPPA-103", "registers no workflow");
    assertThat(of(Twice.class.getName())).contains("KAPPA-104", "'hello'");
    assertThat(of(Throws.class.getName())).contains("KAPPA-105", "no configuration");
    assertThat(of(Wrong.class.getName()))
        .contains("KAPPA-105", "public static dev.kappa.Workflows workflows()");
    assertThat(of("java.lang.String")).contains("KAPPA-105", "workflows()");
  }

  @Test
  void digestIsThatOfTheFilesAndNotOfTheirDates() throws IOException {
    String first = CodeDigest.of(jar("a.jar", null, "x"));

    assertThat(CodeDigest.of(jar("b.jar", null, "x"))).isEqualTo(first).matches("[0-9a-f]{16}");
    assertThat(CodeDigest.of(jar("c.jar", null, "y"))).isNotEqualTo(first);
    Files.writeString(directory.resolve("file"), "x");
    assertThat(CodeDigest.of(directory)).isNotEqualTo(first).matches("[0-9a-f]{16}");
  }

  @Test
  void loadedApplicationHasTheVersionOfItsCode() {
    Application application =
        new ApplicationLoader(
                Map.of("KAPPA_APPLICATION", Good.class.getName()), getClass().getClassLoader())
            .load();

    assertThat(application.digest()).isEqualTo(CodeDigest.of(Good.class));
  }

  private String of(String application) {
    return describe(Map.of("KAPPA_APPLICATION", application));
  }

  private String describe(Map<String, String> environment, Path... jars) {
    URL[] urls = new URL[jars.length];
    try {
      for (int i = 0; i < jars.length; i++) {
        urls[i] = jars[i].toUri().toURL();
      }
      try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
        byte[] payload = "{\"action\":\"describe\"}".getBytes(StandardCharsets.UTF_8);
        byte[] answer =
            new KappaHandler(environment, loader)
                .answer(payload, Deadline.in(Duration.ofMinutes(1)));
        return new String(answer, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path jar(String name, @Nullable String application, String content) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (application != null) {
      manifest.getMainAttributes().putValue("Kappa-Application", application);
    }
    Path path = directory.resolve(name);
    try (OutputStream file = Files.newOutputStream(path);
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      jar.putNextEntry(new ZipEntry("content"));
      jar.write(content.getBytes(StandardCharsets.UTF_8));
      jar.closeEntry();
    }
    return path;
  }
}

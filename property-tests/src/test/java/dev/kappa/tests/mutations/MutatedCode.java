package dev.kappa.tests.mutations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's classes and the simulation's once more, some of them from changed sources. What
 * knows neither is shared with all others, and so compiled to machine code once; but if something
 * of the handler is changed, that is loaded once more, too, and if something of the language is,
 * all of Kappa.
 */
final class MutatedCode extends ClassLoader {
  private static final List<String> OF_THE_COORDINATOR =
      List.of("dev.kappa.coordinator.", "dev.kappa.tests.");
  private static final List<String> OF_BOTH_SIDES =
      List.of("dev.kappa.coordinator.", "dev.kappa.tests.", "dev.kappa.handler.");
  private static final List<String> ALL = List.of("dev.kappa.");

  private final List<String> own;
  private final Map<String, byte[]> changed = new HashMap<>();

  MutatedCode(List<Mutation.Edit> edits) {
    super(MutatedCode.class.getClassLoader());
    this.own = own(edits.stream().map(Mutation.Edit::sources).collect(Collectors.toSet()));
    Map<String, String> files = new HashMap<>();
    for (Mutation.Edit edit : edits) {
      files.compute(edit.path(), (path, text) -> apply(edit, text == null ? read(edit) : text));
    }
    List<JavaFileObject> sources = new ArrayList<>();
    files.forEach(
        (file, text) -> {
          if (file.endsWith(".java")) {
            sources.add(new Source(file, text));
          } else {
            changed.put(file, text.getBytes(UTF_8));
          }
        });
    if (!sources.isEmpty()) {
      compile(sources);
    }
  }

  private static List<String> own(Set<Mutation.Sources> changed) {
    if (changed.contains(Mutation.Sources.DSL)) {
      return ALL;
    }
    return changed.contains(Mutation.Sources.HANDLER) ? OF_BOTH_SIDES : OF_THE_COORDINATOR;
  }

  private static String read(Mutation.Edit edit) {
    String kind = edit.file().endsWith(".java") ? "java" : "resources";
    Path directory = Path.of("..", edit.sources().directory, "src", "main", kind);
    try {
      return Files.readString(directory.resolve(edit.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The list of mutations has to be true to the code. */
  private static String apply(Mutation.Edit edit, String text) {
    int at = text.indexOf(edit.found());
    boolean once = at >= 0 && text.indexOf(edit.found(), at + 1) < 0;
    assertThat(once).as("%s has exactly once: %s", edit.file(), edit.found()).isTrue();
    return text.replace(edit.found(), edit.instead());
  }

  // ---- compiling

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("string:///" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private void compile(List<JavaFileObject> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-proc:none", "-nowarn", "-classpath", classPath());
    try (JavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean done =
          compiler.getTask(messages, new InMemory(files), null, options, null, sources).call();
      assertThat(done).as("the changed source compiles: %s", messages).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Keeps what is compiled in memory. */
  private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    InMemory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      String path = name.replace('.', '/') + ".class";
      return new SimpleJavaFileObject(URI.create("memory:///" + path), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              changed.put(path, toByteArray());
            }
          };
        }
      };
    }
  }

  // ---- loading

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (own.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = changed.get(name);
    return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
  }
}

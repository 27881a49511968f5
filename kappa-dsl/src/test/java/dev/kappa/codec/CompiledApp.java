package dev.kappa.codec;

import dev.kappa.codec.lambda.StepTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** One version of an application, compiled in memory: class {@code app.App}. */
final class CompiledApp extends ClassLoader {
  private static final String HEADER =
      """
      package app;
      import io.vavr.*;
      import java.util.*;
      import java.util.concurrent.TimeUnit;
      """;

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);
  private static final Map<List<String>, CompiledApp> COMPILED = new HashMap<>();

  private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
  private final Map<String, byte[]> tables = new HashMap<>();

  private CompiledApp() {
    super(CompiledApp.class.getClassLoader());
  }

  /** Compiles {@code source}, which holds class {@code App}; imports are put in front. */
  static synchronized CompiledApp of(String source, String... options) {
    List<String> key = new ArrayList<>(List.of(options));
    key.add("-proc:none");
    key.add(source);
    return COMPILED.computeIfAbsent(key, CompiledApp::compile);
  }

  private static CompiledApp compile(List<String> optionsAndSource) {
    int last = optionsAndSource.size() - 1;
    CompiledApp app = new CompiledApp();
    StringWriter messages = new StringWriter();
    List<Source> sources = List.of(new Source(HEADER + optionsAndSource.get(last)));
    boolean compiled =
        COMPILER
            .getTask(
                messages,
                app.new Output(FILES),
                null,
                optionsAndSource.subList(0, last),
                null,
                sources)
            .call();
    if (!compiled) {
      throw new IllegalArgumentException(messages.toString());
    }
    return app;
  }

  /** {@return what the static method {@code name} of {@code App} returns} */
  Object call(String name) {
    try {
      var method = loadClass("app.App").getDeclaredMethod(name);
      method.setAccessible(true);
      return method.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return the class file of a name such as {@code a/b/C}, or null} */
  byte @Nullable [] classFile(String name) {
    try (InputStream in = getResourceAsStream(name + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the same, as a jar has it in which a build has put tables of steps} */
  CompiledApp withTables() {
    return withTables(tablesOfSteps());
  }

  /** {@return the same with these files beside its classes} */
  CompiledApp withTables(Map<String, byte[]> added) {
    CompiledApp app = new CompiledApp();
    app.classes.putAll(classes);
    app.tables.putAll(added);
    return app;
  }

  /** {@return what a build makes of this} */
  Map<String, byte[]> tablesOfSteps() {
    Map<String, byte[]> made = new HashMap<>();
    for (String name : classes.keySet()) {
      String path = name.replace('.', '/');
      byte[] table = StepTable.of(this::classFile, path);
      if (table != null) {
        made.put(StepTable.resource(path), table);
      }
    }
    return made;
  }

  /** {@return this version's codec} */
  Codec codec() {
    return Codec.of(this);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ByteArrayOutputStream bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes.toByteArray(), 0, bytes.size());
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] table = tables.get(name);
    if (table != null) {
      return new ByteArrayInputStream(table);
    }
    ByteArrayOutputStream bytes = classes.get(name.replace(".class", "").replace('/', '.'));
    return bytes == null
        ? super.getResourceAsStream(name)
        : new ByteArrayInputStream(bytes.toByteArray());
  }

  private final class Output extends ForwardingJavaFileManager<JavaFileManager> {
    private Output(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('$', '_')), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          classes.put(className, bytes);
          return bytes;
        }
      };
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String text) {
      super(URI.create("mem:///app/App.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}

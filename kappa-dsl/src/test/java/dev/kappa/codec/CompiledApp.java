package dev.kappa.codec;

import io.vavr.Function1;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
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

  private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

  private CompiledApp() {
    super(CompiledApp.class.getClassLoader());
  }

  /** Compiles {@code source}, which holds class {@code App}; imports are put in front. */
  static CompiledApp of(String source, String... options) {
    CompiledApp app = new CompiledApp();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    boolean compiled =
        compiler
            .getTask(
                messages,
                app.new Output(files),
                null,
                List.of(options),
                null,
                List.of(new Source(HEADER + source)))
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

  @SuppressWarnings("unchecked") // the tests' sources declare it so
  Function1<Object, Object> function(String name) {
    return (Function1<Object, Object>) call(name);
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

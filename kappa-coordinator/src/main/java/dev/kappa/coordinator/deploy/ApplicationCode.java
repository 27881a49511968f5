package dev.kappa.coordinator.deploy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An application's jar, as Lambda is given it.
 *
 * @param jar the file
 * @param sha256 of its bytes, in Base64, as Lambda says it of the code that it has
 * @param bytes its size
 */
public record ApplicationCode(Path jar, String sha256, long bytes) {
  /** Lambda unpacks no more. */
  private static final long MOST_UNPACKED_BYTES = 250L * 1024 * 1024;

  private static final String HANDLER = "dev/kappa/handler/KappaHandler.class";

  /**
   * {@return the code in {@code jar}, which is one that can be read}
   *
   * @throws KappaException {@code NO_WORKFLOW} if it has no Kappa in it, or is too large for Lambda
   */
  public static ApplicationCode of(Path jar) {
    try {
      check(jar);
      return new ApplicationCode(
          jar, Base64.getEncoder().encodeToString(digest(jar)), Files.size(jar));
    } catch (IOException e) {
      throw unreadable(jar, e);
    }
  }

  /** {@return its bytes; it must be small enough for a request} */
  byte[] read() {
    try {
      return Files.readAllBytes(jar);
    } catch (IOException e) {
      throw unreadable(jar, e);
    }
  }

  /** {@return the hash as a name may hold it} */
  String name() {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
  }

  private static KappaException unreadable(Path jar, IOException e) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND, "%s can't be read: %s".formatted(jar, e.getMessage()), e);
  }

  private static void check(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(HANDLER) == null) {
        throw unfit(jar, "has no class dev.kappa.handler.KappaHandler", "Kappa shaded into it");
      }
      long unpacked = zip.stream().mapToLong(ZipEntry::getSize).sum();
      if (unpacked > MOST_UNPACKED_BYTES) {
        throw unfit(
            jar,
            "has %d MiB unpacked".formatted(unpacked >> 20),
            "at most 250 MiB, all that Lambda takes; leave out what the application does not use");
      }
    }
  }

  private static KappaException unfit(Path jar, String what, String expected) {
    return new KappaException(
        ErrorCode.NO_WORKFLOW, "%s %s (expected: %s)".formatted(jar, what, expected));
  }

  private static byte[] digest(Path jar) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.kappa.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are trusted, as text: those of the platform, or certain ones. */
public final class Trust {
  /** Those that the JVM trusts anyway. */
  public static final String PLATFORM = "platform";

  /** They go along with each invocation. */
  private static final int MAX_BYTES = 16 << 10;

  private Trust() {}

  /**
   * {@return the certificates of a PEM file, in base64}
   *
   * @throws IOException if it can't be read, has none or more than 16 KiB of them
   */
  public static String ofFile(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      byte[] bytes = in.readNBytes(1 << 20);
      ByteArrayOutputStream der = new ByteArrayOutputStream();
      for (Certificate each : certificates(bytes)) {
        der.write(each.getEncoded());
      }
      if (der.size() == 0 || der.size() > MAX_BYTES) {
        throw new IOException(
            "%d bytes of certificates (expected: 1 to %d)".formatted(der.size(), MAX_BYTES));
      }
      return Base64.getEncoder().encodeToString(der.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificates in PEM: " + e.getMessage(), e);
    }
  }

  /**
   * {@return what makes connections to those who have such a certificate}
   *
   * @throws IllegalArgumentException if the text is not one of {@link #ofFile}'s
   */
  public static SSLContext context(String trust) {
    try {
      if (trust.equals(PLATFORM)) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(trust).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("certificates that can't be read: " + e.getMessage(), e);
    }
  }

  /** {@return what checks the certificates of others} It throws as {@link #context} does. */
  public static TrustManagerFactory managers(String trust) {
    try {
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore store = null;
      if (!trust.equals(PLATFORM)) {
        store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate each : certificates(Base64.getDecoder().decode(trust))) {
          store.setCertificateEntry(Integer.toString(number), each);
          number++;
        }
      }
      managers.init(store);
      return managers;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("certificates that can't be read: " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> certificates(byte[] bytes)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(bytes));
  }
}

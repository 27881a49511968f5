package dev.kappa.coordinator.access;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How a coordinator encrypts what it says to clients, workers and other coordinators.
 *
 * @param server shows its certificate
 * @param client checks the certificates of other coordinators
 * @param trust what workers trust, see {@link Trust}
 */
public record Tls(SslContext server, SslContext client, String trust) {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /**
   * Reads what it needs.
   *
   * @param certificate PEM file of the coordinator's certificate, and of those between it and one
   *     that others trust
   * @param key PEM file of its key in PKCS#8, not encrypted
   * @param authorities PEM file of what others are to trust; null for what their platform does
   * @throws KappaException {@code FILE_NOT_FOUND} or {@code BAD_REQUEST}
   */
  public static Tls of(Path certificate, Path key, @Nullable Path authorities) {
    String trust = trust(authorities);
    try {
      return new Tls(
          SslContextBuilder.forServer(certificate.toFile(), key.toFile())
              .sslProvider(SslProvider.JDK)
              .protocols(VERSIONS)
              .build(),
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols(VERSIONS)
              .trustManager(Trust.managers(trust))
              .endpointIdentificationAlgorithm("HTTPS")
              .build(),
          trust);
    } catch (SSLException | IllegalArgumentException e) {
      // Neither file's content is repeated.
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--certificate %s and --certificate-key %s can't be used: %s (expected: PEM files that can be read; a key in PKCS#8 that is not encrypted)"
              .formatted(certificate, key, e.getClass().getSimpleName()),
          e);
    }
  }

  /**
   * {@return what is trusted, see {@link Trust}}
   *
   * @param authorities PEM file; null for what the platform trusts
   * @throws KappaException {@code FILE_NOT_FOUND}
   */
  public static String trust(@Nullable Path authorities) {
    if (authorities == null) {
      return Trust.PLATFORM;
    }
    try {
      return Trust.ofFile(authorities);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND, "--ca %s can't be read: %s".formatted(authorities, e), e);
    }
  }
}

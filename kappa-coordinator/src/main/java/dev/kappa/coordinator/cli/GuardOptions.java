package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Tls;
import dev.kappa.coordinator.api.Audit;
import dev.kappa.coordinator.encryption.KeySources;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a coordinator is guarded.
 *
 * @param tokens the file of clients' tokens; null if none are asked for
 * @param audit the file that keeps who changed what, or {@link Audit#STANDARD_ERROR}; null if that
 *     is not kept
 * @param certificate PEM file of its certificate; null if what is said is not encrypted
 * @param key PEM file of the certificate's key; null if there is no certificate
 * @param authorities PEM file of whom others are to trust; null for whom their platform does
 * @param keys where the keys are with which what is stored is encrypted; null if it is not
 */
public record GuardOptions(
    @Nullable Path tokens,
    @Nullable Path audit,
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable Path authorities,
    @Nullable KeySources keys) {
  /** Who reaches it may do all. */
  public static final GuardOptions NONE = new GuardOptions(null, null, null, null, null, null);

  void writeTo(Map<String, String> members) {
    members.put("tokens", text(tokens));
    members.put("audit", text(audit));
    members.put("certificate", text(certificate));
    members.put("key", text(key));
    members.put("ca", text(authorities));
    members.put("keys", keys == null ? "" : keys.text());
  }

  static GuardOptions of(Members members) {
    return new GuardOptions(
        path(members.text("tokens", "")),
        path(members.text("audit", "")),
        path(members.text("certificate", "")),
        path(members.text("key", "")),
        path(members.text("ca", "")),
        KeysFlag.ofText(members.text("keys", "")));
  }

  /**
   * {@return how what is said is encrypted; null if it is not}
   *
   * @throws KappaException if one of certificate and key is there alone, or they can't be read
   */
  @Nullable Tls tls() {
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--%s: missing (expected: --certificate and --certificate-key together)"
              .formatted(key == null ? "certificate-key" : "certificate"));
    }
    return Tls.of(certificate, key, authorities);
  }

  private static String text(@Nullable Path path) {
    return path == null ? "" : path.toString();
  }

  private static @Nullable Path path(String text) {
    return text.isEmpty() ? null : Path.of(text);
  }
}

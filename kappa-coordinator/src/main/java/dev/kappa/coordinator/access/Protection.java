package dev.kappa.coordinator.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a coordinator is protected.
 *
 * @param tokens the file of clients' tokens; null if none are asked for
 * @param owner a token, beside those of the file, of who has the coordinator's data directory; null
 *     for none
 * @param audit the file that keeps who changed what; null if that is not kept
 * @param tls how all that is said is encrypted; null if it is not
 */
public record Protection(
    @Nullable Path tokens, @Nullable Token owner, @Nullable Path audit, @Nullable Tls tls) {
  /** All who reach the coordinator may do all. */
  public static final Protection NONE = new Protection(null, null, null, null);
}

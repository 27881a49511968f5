package dev.kappa.coordinator.api.client;

import dev.kappa.coordinator.access.Token;
import dev.kappa.wire.Trust;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the coordinator is. That may change while a client waits: it is asked before each try. */
@FunctionalInterface
public interface CoordinatorAddress {
  /**
   * {@return the coordinator's address now} May block while a coordinator starts.
   *
   * @throws dev.kappa.error.KappaException if there is none and none can be started
   */
  URI url();

  /**
   * {@return whose certificates are trusted there, if what is said is encrypted, see {@link Trust}}
   */
  default String trust() {
    return Trust.PLATFORM;
  }

  /** {@return the token to show there; null for none} */
  default @Nullable Token token() {
    return null;
  }
}

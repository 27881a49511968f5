package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Token;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator somewhere else, which stays when the command ends.
 *
 * @param token to be shown there; null for none
 * @param trust whose certificates are trusted there
 */
record RemoteSession(URI url, @Nullable Token token, String trust) implements Session {
  @Override
  public void detach() {
    // Its runs go on anyway.
  }

  @Override
  public @Nullable DataDirectory data() {
    return null;
  }

  @Override
  public String flags() {
    return " --coordinator " + url;
  }

  @Override
  public void close() {
    // Nothing of it is held here.
  }
}

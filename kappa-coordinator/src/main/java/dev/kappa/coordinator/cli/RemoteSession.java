package dev.kappa.coordinator.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A coordinator somewhere else, which stays when the command ends. */
record RemoteSession(URI url) implements Session {
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

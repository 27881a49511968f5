package dev.kappa.coordinator.access;

import java.util.Optional;

/** The tokens that are known. */
@FunctionalInterface
public interface Tokens {
  /** {@return who has {@code token}, if anybody} Takes as long for each that nobody has. */
  Optional<Caller.Holder> find(String token);
}

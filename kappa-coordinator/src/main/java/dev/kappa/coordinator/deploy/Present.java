package dev.kappa.coordinator.deploy;

import java.util.Map;
import java.util.Optional;

/**
 * What an account has of a function.
 *
 * @param latest the function as it is edited; empty if there is none
 * @param revision changes whenever that does; empty if there is none
 * @param alias what the alias names; empty if there is none
 * @param tags of the function; empty if they were not asked for
 */
record Present(
    Optional<FunctionShape> latest,
    String revision,
    Optional<Published> alias,
    Map<String, String> tags) {
  static final Present NOTHING = new Present(Optional.empty(), "", Optional.empty(), Map.of());

  /** Copies. */
  Present {
    tags = Map.copyOf(tags);
  }

  /**
   * A version that an alias names.
   *
   * @param version its number
   * @param shape how the function was when it was published
   * @param alone whether the alias names no other version beside it
   * @param revision changes whenever the alias does
   */
  record Published(String version, FunctionShape shape, boolean alone, String revision) {
    boolean isJust(FunctionShape wanted) {
      return alone && shape.equals(wanted);
    }
  }
}

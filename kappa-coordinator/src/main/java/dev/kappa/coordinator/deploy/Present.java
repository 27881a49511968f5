package dev.kappa.coordinator.deploy;

import java.util.Optional;

/**
 * What an account has of a function.
 *
 * @param latest the function as it is edited; empty if there is none
 * @param revision changes whenever that does; empty if there is none
 * @param alias what the alias names; empty if there is none
 */
record Present(Optional<FunctionShape> latest, String revision, Optional<Published> alias) {
  static final Present NOTHING = new Present(Optional.empty(), "", Optional.empty());

  /**
   * A version that an alias names.
   *
   * @param version its number
   * @param shape how the function was when it was published
   * @param alone whether the alias names no other version beside it
   */
  record Published(String version, FunctionShape shape, boolean alone) {
    boolean isJust(FunctionShape wanted) {
      return alone && shape.equals(wanted);
    }
  }
}

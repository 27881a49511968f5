package dev.kappa.coordinator.access;

/** What a token allows; each role includes those before it. */
public enum Role {
  /** To look at runs, schedules and code. */
  READ,
  /** To start runs, to signal and to cancel them. */
  RUN,
  /** All: to terminate, move and accept, to make and to change schedules. */
  ADMIN;

  /** {@return whether who has this role may do what {@code other} may} */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}

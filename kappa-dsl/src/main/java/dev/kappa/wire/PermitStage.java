package dev.kappa.wire;

/** How far a permit of a limit is, as its owner knows it. The names are stored. */
public enum PermitStage {
  /** It is not asked for, or not any more. */
  NONE,
  /** It waits for its turn. */
  WAITING,
  /** It may be taken, for a while. */
  OFFERED,
  /** It is out, until it is given back. */
  TAKEN;

  /** {@return whether its turn has come} */
  public boolean offered() {
    return this == OFFERED || this == TAKEN;
  }
}

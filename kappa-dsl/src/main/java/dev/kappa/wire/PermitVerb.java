package dev.kappa.wire;

/** What is asked of a limit. Each may be asked again. */
public enum PermitVerb {
  /** A permit is wanted. */
  ACQUIRE,
  /** What was offered is taken. */
  TAKE,
  /** It is given back, or not wanted any more. */
  RELEASE
}

package dev.kappa.interpreter;

/** What is done with what a function of the user's gives back. */
public enum Use {
  /** It is the value. */
  MAP,
  /** It is a task whose value is the value. */
  THEN,
  /** As {@link #MAP}, but with effects: it runs between two checkpoints. */
  STEP,
  /** It is a task whose value is added to the value at hand. */
  AND,
  /** It is a task that is run; the value at hand stays. */
  ALSO
}

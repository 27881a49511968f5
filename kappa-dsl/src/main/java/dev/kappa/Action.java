package dev.kappa;

import java.io.Serializable;

/** The body of a step that returns nothing and may throw. */
@FunctionalInterface
public interface Action extends Serializable {
  /** Does it. */
  void run() throws Throwable;
}

package dev.kappa.wire;

/** On which workers the steps of a part of a task run, where that is not on the function's. */
public enum Placement {
  /** On resident workers: processes that live on, without the time limit of an invocation. */
  RESIDENT
}

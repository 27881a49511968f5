package dev.kappa.tests;

import dev.kappa.Checkpoint;

/** The classic programs, going on while checkpoints are on their way. */
final class ClassicsAsyncTest extends ClassicPrograms {
  ClassicsAsyncTest() {
    super(Checkpoint.ASYNC);
  }
}

package dev.kappa.tests;

import dev.kappa.Checkpoint;

/** The classic programs, waiting for each checkpoint. */
final class ClassicsTest extends ClassicPrograms {
  ClassicsTest() {
    super(Checkpoint.SYNC);
  }
}

package dev.kappa;

import dev.kappa.interpreter.Instruction;

/** The one plain task: what it does first. */
record Program<T>(Instruction instruction) implements Task<T> {}

package dev.kappa.tests.simulation;

/** A small program from a number to a number, as data. */
sealed interface Plan {
  /** A step that adds. */
  record Add(long n) implements Plan {}

  /** A step that throws. */
  record Throw(int kind) implements Plan {}

  /** A checkpoint. */
  record Save(boolean sync) implements Plan {}

  /** A sleep. */
  record Pause(int millis) implements Plan {}

  /** A message through a channel to itself, which another task sends. */
  record Post(int capacity) implements Plan {}

  /** One after the other. */
  record Then(Plan first, Plan second) implements Plan {}

  /** The sum of two. */
  record And(Plan first, Plan second) implements Plan {}

  /** Errors of a kind are taken. */
  record Catch(Plan body, int kind, Plan handler) implements Plan {}

  /** The finalizer is run after the body. */
  record Finally(Plan body, Plan finalizer) implements Plan {}

  /** A loop with a state. */
  record Turns(int turns, Plan body) implements Plan {}

  /** A task of its own. */
  record Child(Plan body) implements Plan {}

  /** Several tasks of their own, so many at once, and the sum of what they give. */
  record Children(int count, int atMost, Plan body) implements Plan {}

  /** Several tasks that send to a channel, several that receive from it; the sum. */
  record Market(int sellers, int buyers, int goods, int capacity) implements Plan {}

  /** A number that comes from outside. */
  record Heard(String signal) implements Plan {}

  /** In a scope, beside a task that would go on for long. */
  record Scoped(Plan body) implements Plan {}

  /** With a time limit that is never reached. */
  record Limited(Plan body) implements Plan {}

  /** In a race that it wins. */
  record Won(Plan body) implements Plan {}

  /** A task of its own, which tells what it came to, goes on for long, and is cancelled. */
  record Stopped(Plan body) implements Plan {}
}

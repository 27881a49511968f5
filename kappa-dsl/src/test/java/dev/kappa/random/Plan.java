package dev.kappa.random;

import java.io.IOException;

/** A small program from a number to a number, as data. */
sealed interface Plan {
  /** Errors of three types. */
  enum Kind {
    STATE(IllegalStateException.class),
    RUNTIME(RuntimeException.class),
    CHECKED(IOException.class);

    final Class<? extends Exception> type;

    Kind(Class<? extends Exception> type) {
      this.type = type;
    }

    Exception error(String message) {
      return switch (this) {
        case STATE -> new IllegalStateException(message);
        case RUNTIME -> new RuntimeException(message);
        case CHECKED -> new IOException(message);
      };
    }
  }

  // ---- leaves

  /** A value. */
  record Give(long n) implements Plan {}

  /** A step that adds. */
  record Add(long n) implements Plan {}

  /** A function that only computes. */
  record Times(long n) implements Plan {}

  /** A step that throws. */
  record Throw(Kind kind) implements Plan {}

  /** A step that throws the first times that it is run. */
  record Flaky(int id, int failures) implements Plan {}

  /** A checkpoint. */
  record Save() implements Plan {}

  /** A sleep. */
  record Pause(int millis) implements Plan {}

  /** A message through a channel. */
  record Post(int capacity) implements Plan {}

  // ---- what has parts

  /** One after the other. */
  record Then(Plan first, Plan second) implements Plan {}

  /** The sum of two. */
  record And(Plan first, Plan second) implements Plan {}

  /** The second is run, its value dropped. */
  record Also(Plan main, Plan side) implements Plan {}

  /** Built late. */
  record Late(Plan body) implements Plan {}

  /** Errors of a kind are taken. */
  record Catch(Plan body, Kind kind, Plan handler) implements Plan {}

  /** The finalizer is run after the body. */
  record Finally(Plan body, Plan finalizer) implements Plan {}

  /** Tried again. */
  record Again(Plan body, int times, int pauseMillis) implements Plan {}

  /** A loop with a state. */
  record Turns(int turns, Plan body) implements Plan {}

  /** A fold over as many numbers. */
  record Fold(int items, Plan body) implements Plan {}

  /** A loop over as many numbers, which gives its input. */
  record Each(int items, Plan body) implements Plan {}

  /** A task of its own. */
  record Child(Plan body) implements Plan {}

  /** Several tasks of their own, which neither fail nor wait, and the sum of what they give. */
  record Children(int count, Plan body) implements Plan {}
}

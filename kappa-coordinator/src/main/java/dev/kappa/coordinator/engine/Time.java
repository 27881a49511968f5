package dev.kappa.coordinator.engine;

import java.util.function.LongSupplier;

/**
 * Where time comes from.
 *
 * @param millis since 1970; may jump
 * @param nanos since some moment; never goes back
 */
public record Time(LongSupplier millis, LongSupplier nanos) {
  /** {@return this machine's} */
  public static Time system() {
    return new Time(System::currentTimeMillis, System::nanoTime);
  }

  long now() {
    return millis.getAsLong();
  }

  long nanoTime() {
    return nanos.getAsLong();
  }
}

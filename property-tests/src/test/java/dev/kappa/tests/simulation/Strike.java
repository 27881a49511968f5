package dev.kappa.tests.simulation;

/**
 * A fault that happened.
 *
 * @param number how often it had been left to chance before whether one of its kind happens
 */
record Strike(Fault fault, int number) {
  /** Reads what {@link #toString} tells. */
  static Strike parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("fault: %s (expected: KIND:NUMBER)".formatted(text));
    }
    return new Strike(
        Fault.valueOf(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return fault + ":" + number;
  }
}

package dev.kappa.coordinator.platform.local;

/** The name under which the one function is called. */
record FunctionName(String name) {
  private static final String LATEST = "$LATEST";

  /**
   * {@return whether a call means this function}
   *
   * @param called a name, a name with a version, or an ARN
   * @param query the query part of the address
   */
  boolean isMeantBy(String called, String query) {
    if (!query.isEmpty()
        && !query.equals("Qualifier=" + LATEST)
        && !query.equals("Qualifier=%24LATEST")) {
      return false;
    }
    int function = called.lastIndexOf("function:");
    String plain = function < 0 ? called : called.substring(function + "function:".length());
    return plain.equals(name) || plain.equals(name + ":" + LATEST);
  }
}

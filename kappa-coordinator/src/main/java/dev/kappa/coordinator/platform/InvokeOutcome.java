package dev.kappa.coordinator.platform;

import java.util.Arrays;

/** How an invocation of the function ended. */
public sealed interface InvokeOutcome {
  /**
   * The function returned.
   *
   * @param payload what it returned; not copied, not to be changed
   */
  record Returned(byte[] payload) implements InvokeOutcome {
    @Override
    public boolean equals(Object other) {
      return other instanceof Returned that && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
      return "Returned[" + payload.length + " bytes]";
    }
  }

  /**
   * There is no result.
   *
   * @param error why
   * @param message the platform's own words
   */
  record Failed(InvokeError error, String message) implements InvokeOutcome {}
}

package dev.kappa.error;

/** An error whose own class is not at hand, and that stands for one that is named. */
public interface RemoteError {
  /** {@return the name of the class that was thrown} */
  String originalType();
}

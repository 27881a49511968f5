package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.Optional;

/** Who has a data directory. */
sealed interface Access {
  /** How long others may take to start or to end. */
  Duration MAX_START = Duration.ofSeconds(30);

  /** This process, until it gives the lock up. */
  record Mine(Claim claim) implements Access {}

  /** A coordinator that can be asked. */
  record Theirs(Owner owner) implements Access {}

  /**
   * Takes the lock if it is free; blocks while another process starts or ends.
   *
   * @throws KappaException {@code DATA_DIRECTORY_IN_USE} if it does so for too long
   */
  static Access to(DataDirectory directory) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < MAX_START.toNanos()) {
      Optional<Claim> claim = directory.tryClaim();
      if (claim.isPresent()) {
        return new Mine(claim.get());
      }
      Optional<Owner> owner = directory.owner();
      if (owner.isPresent()) {
        return new Theirs(owner.get());
      }
      pause();
    }
    throw new KappaException(
        ErrorCode.DATA_DIRECTORY_IN_USE,
        "another process has locked %s and offers no coordinator; end it, or name another directory with --data"
            .formatted(directory.path()));
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted while a coordinator starts", e);
    }
  }
}

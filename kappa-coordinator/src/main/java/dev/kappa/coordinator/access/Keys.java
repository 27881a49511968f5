package dev.kappa.coordinator.access;

import dev.kappa.wire.SignalProof;
import java.util.HexFormat;

/**
 * Keys of what coordinators of one store show each other and are shown, derived from the store's
 * secret: none says anything of the secret or of the others.
 *
 * @param peers the key of {@link PeerProof}, which is never sent
 * @param signals the key of {@link SignalProof}, which workers have, too
 */
public record Keys(String peers, String signals) {
  /** {@return those of a store} */
  public static Keys of(String secret) {
    return new Keys(
        derived(secret, "proofs of peers' requests"), derived(secret, "addresses of signals"));
  }

  private static String derived(String secret, String purpose) {
    return HexFormat.of().formatHex(SignalProof.hmac(secret, "kappa: " + purpose));
  }

  /** Shows nothing of them. */
  @Override
  public String toString() {
    return "Keys";
  }
}

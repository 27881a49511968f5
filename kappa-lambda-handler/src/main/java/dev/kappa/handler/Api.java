package dev.kappa.handler;

import dev.kappa.wire.SignalProof;

/**
 * Where people and other systems reach the runs.
 *
 * @param url of the coordinator's client API
 * @param signals the key by which addresses of signals are proved; empty if they need no proof
 */
record Api(String url, String signals) {
  String signalUrl(String run, String name) {
    String address = "%s/v1/runs/%s/signals/%s".formatted(url, run, name);
    return signals.isEmpty()
        ? address
        : "%s?%s=%s".formatted(address, SignalProof.PARAMETER, SignalProof.of(signals, run, name));
  }

  /** Does not show the key. */
  @Override
  public String toString() {
    return url;
  }
}

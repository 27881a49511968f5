package dev.kappa.coordinator.access;

/** Who asks, as far as that is shown. */
public sealed interface Caller {
  /** Tokens are not asked for: who reaches the coordinator may do all. */
  record Anyone() implements Caller {}

  /** Shows nothing, where tokens are asked for. */
  record Stranger() implements Caller {}

  /**
   * Shows a token.
   *
   * @param name of the token
   */
  record Holder(String name, Role role) implements Caller {}

  /** Another coordinator of the store, which sends on what it has checked itself. */
  record Peer() implements Caller {}

  /** Was given the address of a signal: may complete that one. */
  record Webhook() implements Caller {}

  /** {@return how the caller is called in what is recorded} */
  default String shown() {
    return switch (this) {
      case Anyone any -> "anyone";
      case Stranger stranger -> "stranger";
      case Holder holder -> holder.name();
      case Peer peer -> "coordinator";
      case Webhook webhook -> "webhook";
    };
  }
}

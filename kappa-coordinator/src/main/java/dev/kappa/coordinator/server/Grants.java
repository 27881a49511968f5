package dev.kappa.coordinator.server;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Of which attempt a worker may speak over its connection: of the last that it was given here, or
 * whose grant it has shown. It has one at a time.
 */
final class Grants {
  private final WorkerTokens tokens;
  private final Duration life;
  private @Nullable AttemptRef held;
  private long renewAt;
  private boolean over;
  private @Nullable String why;

  Grants(WorkerTokens tokens, boolean isResident) {
    this.tokens = tokens;
    this.life = isResident ? WorkerTokens.RESIDENT_GRANT : WorkerTokens.LIFE;
  }

  /**
   * The worker is given an attempt. {@return what it shows wherever it comes back with it}
   *
   * @param nowMillis since 1970
   */
  Message.Grant give(AttemptRef attempt, long nowMillis) {
    hold(attempt, nowMillis + life.toMillis() / 4);
    return tokens.grant(attempt, life, nowMillis);
  }

  /**
   * {@return what the worker is to show from now on; null if it has what lasts long enough}
   *
   * @param nowMillis since 1970
   */
  Message.@Nullable Grant renewed(long nowMillis) {
    return held == null || over || nowMillis < renewAt ? null : give(held, nowMillis);
  }

  /** The attempt has ended: of what was on its way the worker may still speak. */
  void over() {
    over = true;
  }

  private void hold(AttemptRef attempt, long renewAtMillis) {
    held = attempt;
    renewAt = renewAtMillis;
    over = false;
    why = null;
  }

  /**
   * The worker comes with an attempt.
   *
   * @param nowMillis since 1970
   */
  void show(Message.Grant grant, long nowMillis) {
    String refusal = tokens.refusal(grant, nowMillis);
    if (refusal == null) {
      hold(grant.ref(), nowMillis);
    } else {
      why = refusal;
    }
  }

  /** {@return whether the worker may speak of an attempt} */
  boolean allow(AttemptRef attempt) {
    return attempt.equals(held);
  }

  /** {@return why it may not} */
  String why() {
    return why == null
        ? "the worker was not given this task over this connection, and shows no grant"
        : why;
  }
}

package dev.kappa.coordinator.access;

import dev.kappa.wire.SignalProof;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What workers show when they connect: the HMAC-SHA256 of their invocation and of the time until
 * which it holds, under a key that is derived from the store's secret and that no worker has. Each
 * coordinator of the store can check it. It lets a worker ask for tasks; what it may do with one is
 * bound to the assignment, whose random base it alone was told.
 */
public final class WorkerTokens {
  /** An invocation takes 15 min at most; the rest is for its start, and for clocks that differ. */
  public static final Duration LIFE = Duration.ofMinutes(20);

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17})\\.([0-9a-f]{64})");

  private final String key;
  private volatile String terms = "";

  private WorkerTokens(String key) {
    this.key = key;
  }

  /** {@return those of a store} */
  public static WorkerTokens of(String secret) {
    return new WorkerTokens(
        HexFormat.of().formatHex(SignalProof.hmac(secret, "kappa: tokens of workers")));
  }

  /**
   * {@return the token of an invocation that begins}
   *
   * @param nowMillis since 1970
   */
  public String token(String invocation, long nowMillis) {
    long until = nowMillis + LIFE.toMillis();
    return until + "." + HexFormat.of().formatHex(mac(invocation, until));
  }

  /**
   * Says what resident workers are told with their tokens, which hold as long as that is so. They
   * live on when coordinators are started anew, and must not go on with what was said before.
   */
  public void terms(String known) {
    terms = known;
  }

  /**
   * {@return the token of a resident worker; no other's is one}
   *
   * @param nowMillis since 1970
   */
  public String residentToken(String invocation, long nowMillis) {
    long until = nowMillis + LIFE.toMillis();
    return until + "." + HexFormat.of().formatHex(mac(resident(invocation), until));
  }

  private String resident(String invocation) {
    return invocation + "\nresident\n" + terms;
  }

  /** As {@link #refusal}, of a resident worker. */
  public @Nullable String residentRefusal(String token, String invocation, long nowMillis) {
    String refusal = refusal(token, resident(invocation), nowMillis);
    return refusal == null
        ? null
        : refusal + "; or large values or signals are elsewhere by now: it is to ask anew";
  }

  /**
   * {@return why a worker is refused; null if it is not}
   *
   * @param nowMillis since 1970
   */
  public @Nullable String refusal(String token, String invocation, long nowMillis) {
    Matcher form = FORM.matcher(token);
    if (!form.matches()) {
      return "it shows no token of a worker";
    }
    long until = Long.parseLong(form.group(1));
    byte[] shown = form.group(2).getBytes(StandardCharsets.US_ASCII);
    byte[] right =
        HexFormat.of().formatHex(mac(invocation, until)).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(shown, right)) {
      return "its token is not that of this invocation, or of another store";
    }
    return nowMillis > until ? "its token has expired" : null;
  }

  private byte[] mac(String invocation, long until) {
    return SignalProof.hmac(key, "worker\n" + until + "\n" + invocation);
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "WorkerTokens";
  }
}

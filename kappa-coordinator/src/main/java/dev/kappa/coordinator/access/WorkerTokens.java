package dev.kappa.coordinator.access;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
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
 * coordinator of the store can check it. It lets a worker ask for tasks; with each task comes a
 * {@linkplain #grant grant}, without which nothing is said of that task.
 */
public final class WorkerTokens {
  /** An invocation takes 15 min at most; the rest is for its start, and for clocks that differ. */
  public static final Duration LIFE = Duration.ofMinutes(20);

  /**
   * A step on a resident worker may take long, and its worker waits for coordinators as long as it
   * must; while there is one, it is given a new grant in time.
   */
  public static final Duration RESIDENT_GRANT = Duration.ofDays(1);

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17})\\.[0-9a-f]{64}");

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
    return signed(worker(invocation), nowMillis + LIFE.toMillis());
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
    return signed(worker(resident(invocation)), nowMillis + LIFE.toMillis());
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
    return switch (look(token, worker(invocation), nowMillis)) {
      case NONE -> "it shows no token of a worker";
      case ANOTHERS -> "its token is not that of this invocation, or of another store";
      case EXPIRED -> "its token has expired";
      case HOLDS -> null;
    };
  }

  // ---- grants

  /**
   * {@return what says that a worker has an attempt} It is bound to the run, the task and the
   * epoch, and holds at any coordinator of the store, for whoever shows it: like a worker's token
   * it is the worker's own secret.
   *
   * @param nowMillis since 1970
   */
  public Message.Grant grant(AttemptRef attempt, Duration life, long nowMillis) {
    return new Message.Grant(attempt, signed(attempt(attempt), nowMillis + life.toMillis()));
  }

  /**
   * {@return why a grant is none; null if it holds}
   *
   * @param nowMillis since 1970
   */
  public @Nullable String refusal(Message.Grant grant, long nowMillis) {
    return switch (look(grant.token(), attempt(grant.ref()), nowMillis)) {
      case NONE -> "its grant has not the form of one";
      case ANOTHERS -> "its grant is not that of this attempt, or of another store";
      case EXPIRED -> "its grant has expired";
      case HOLDS -> null;
    };
  }

  // ---- what is signed

  private static String worker(String invocation) {
    return "worker\n" + invocation;
  }

  private static String attempt(AttemptRef ref) {
    return "attempt\n" + ref.epoch() + "\n" + ref.task() + "\n" + ref.run();
  }

  private String signed(String what, long until) {
    byte[] mac = SignalProof.hmac(key, until + "\n" + what);
    return until + "." + HexFormat.of().formatHex(mac);
  }

  private enum Shown {
    NONE,
    ANOTHERS,
    EXPIRED,
    HOLDS
  }

  private Shown look(String token, String what, long nowMillis) {
    Matcher form = FORM.matcher(token);
    if (!form.matches()) {
      return Shown.NONE;
    }
    long until = Long.parseLong(form.group(1));
    if (!MessageDigest.isEqual(ascii(token), ascii(signed(what, until)))) {
      return Shown.ANOTHERS;
    }
    return nowMillis > until ? Shown.EXPIRED : Shown.HOLDS;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Shows nothing of the key. */
  @Override
  public String toString() {
    return "WorkerTokens";
  }
}

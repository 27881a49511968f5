package dev.kappa.coordinator.api;

import dev.kappa.coordinator.access.Caller;
import dev.kappa.coordinator.access.Keys;
import dev.kappa.coordinator.access.PeerProof;
import dev.kappa.coordinator.access.Role;
import dev.kappa.coordinator.access.Tokens;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.SignalProof;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out who asks, and says whether they may. */
public final class Guard {
  private static final String SCHEME = "bearer ";

  /** Longer ones are nobody's: they are not looked at. */
  private static final int LONGEST_TOKEN = 512;

  private final @Nullable Tokens tokens;
  private final Keys keys;

  private Guard(@Nullable Tokens tokens, Keys keys) {
    this.tokens = tokens;
    this.keys = keys;
  }

  /** {@return whether who asks needs no token} */
  boolean isOpen() {
    return tokens == null;
  }

  /** {@return one that lets all in} */
  public static Guard open() {
    return new Guard(null, new Keys("", ""));
  }

  /**
   * {@return one that lets in who has one of the tokens, or shows what is made of the keys}
   *
   * @param tokens null to let all in; then it is still seen who is a coordinator
   */
  public static Guard of(@Nullable Tokens tokens, Keys keys) {
    return new Guard(tokens, keys);
  }

  /**
   * {@return who asks} Looks at nothing but the path and the headers, but for the hash of a body
   * that another coordinator is to have sent on.
   *
   * @throws KappaException {@code UNKNOWN_TOKEN} if what is shown is not known
   */
  Caller caller(FullHttpRequest request) {
    String forwarded = request.headers().get(ApiServer.FORWARDED);
    if (tokens == null) {
      return forwarded != null && isPeer(forwarded, request)
          ? new Caller.Peer()
          : new Caller.Anyone();
    }
    if (forwarded != null) {
      return peer(forwarded, request);
    }
    String shown = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (shown != null) {
      return holder(tokens, shown);
    }
    return byAddress(request.uri());
  }

  private Caller byAddress(String uri) {
    try {
      QueryStringDecoder query = new QueryStringDecoder(uri);
      List<String> proof = query.parameters().get(SignalProof.PARAMETER);
      return proof == null ? new Caller.Stranger() : webhook(proof.getFirst(), query.rawPath());
    } catch (IllegalArgumentException e) {
      throw unknown("the address can't be read, so nothing is shown");
    }
  }

  private Caller peer(String shown, FullHttpRequest request) {
    if (!isPeer(shown, request)) {
      throw unknown(
          "what is shown is not of a coordinator of this store, or not of this request, or too old (see the clocks)");
    }
    return new Caller.Peer();
  }

  private boolean isPeer(String shown, FullHttpRequest request) {
    return !keys.peers().isEmpty()
        && PeerProof.fits(
            shown,
            keys.peers(),
            request.method().name(),
            request.uri(),
            ByteBufUtil.getBytes(request.content()),
            System.currentTimeMillis());
  }

  private static Caller holder(Tokens tokens, String shown) {
    boolean bearer =
        shown.length() <= LONGEST_TOKEN && shown.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    if (!bearer) {
      throw unknown("the header Authorization has no token (expected: Bearer TOKEN)");
    }
    return tokens
        .find(shown.substring(SCHEME.length()).strip())
        .orElseThrow(() -> unknown("the token is not known here (any more)"));
  }

  /** The path is taken apart as {@link ApiRoutes} does it. */
  private Caller webhook(String proof, String path) {
    String[] parts = path.split("/", -1);
    boolean signal =
        parts.length == 6
            && path.startsWith("/v1/runs/")
            && parts[4].equals("signals")
            && SignalProof.fits(
                proof, keys.signals(), ApiRoutes.decode(parts[3]), ApiRoutes.decode(parts[5]));
    if (!signal) {
      throw unknown("the proof in the address is not that of this signal");
    }
    return new Caller.Webhook();
  }

  /**
   * Checks that the caller may do that.
   *
   * @throws KappaException {@code UNKNOWN_TOKEN} or {@code NOT_ALLOWED}
   */
  void check(Caller caller, ApiCall call) {
    Role needed = needed(call);
    if (needed == null) {
      return;
    }
    switch (caller) {
      case Caller.Anyone any -> {}
      case Caller.Peer peer -> {}
      case Caller.Webhook webhook -> {
        if (!(call instanceof ApiCall.Signal)) {
          throw unknown("the proof in the address is that of a signal");
        }
      }
      case Caller.Holder holder -> {
        if (!holder.role().includes(needed)) {
          throw notAllowed(holder, needed);
        }
      }
      case Caller.Stranger stranger ->
          throw unknown(
              "this coordinator asks for a token (expected: Authorization: Bearer TOKEN)");
    }
  }

  /** {@return the least role that allows it; null for none} */
  private static @Nullable Role needed(ApiCall call) {
    return switch (call) {
      case ApiCall.Health c -> null;
      case ApiCall.Metrics c -> Role.READ;
      case ApiCall.Find c -> Role.READ;
      case ApiCall.Result c -> Role.READ;
      case ApiCall.ListRuns c -> Role.READ;
      case ApiCall.HeldCode c -> Role.READ;
      case ApiCall.HeldByRun c -> Role.READ;
      case ApiCall.ListWorkflows c -> Role.READ;
      case ApiCall.FindSchedule c -> Role.READ;
      case ApiCall.ListSchedules c -> Role.READ;
      case ApiCall.UnknownPath c -> Role.READ;
      case ApiCall.WrongMethod c -> Role.READ;
      case ApiCall.Start c -> Role.RUN;
      case ApiCall.Signal c -> Role.RUN;
      case ApiCall.Cancel c -> Role.RUN;
      case ApiCall.TriggerSchedule c -> Role.RUN;
      case ApiCall.AskLimit c -> Role.ADMIN;
      case ApiCall.PermitOffered c -> Role.ADMIN;
      case ApiCall.Terminate c -> Role.ADMIN;
      case ApiCall.Accept c -> Role.ADMIN;
      case ApiCall.Move c -> Role.ADMIN;
      case ApiCall.PutSchedule c -> Role.ADMIN;
      case ApiCall.PauseSchedule c -> Role.ADMIN;
      case ApiCall.DeleteSchedule c -> Role.ADMIN;
      case ApiCall.LetResidentIn c -> Role.ADMIN;
    };
  }

  private static KappaException unknown(String what) {
    return new KappaException(
        ErrorCode.UNKNOWN_TOKEN,
        what + "; kappa token makes one, and kappa sends the one in KAPPA_TOKEN or --token-file");
  }

  private static KappaException notAllowed(Caller.Holder holder, Role needed) {
    return new KappaException(
        ErrorCode.NOT_ALLOWED,
        "the token '%s' has the role %s (expected: %s)"
            .formatted(
                holder.name(),
                holder.role().name().toLowerCase(Locale.ROOT),
                needed.name().toLowerCase(Locale.ROOT)));
  }
}

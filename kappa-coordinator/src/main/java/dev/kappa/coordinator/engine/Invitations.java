package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.objects.BlobPlace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a worker is invoked with: where the coordinator is, and what to say there. */
public final class Invitations {
  private final SecureRandom random = new SecureRandom();
  private final String host;
  private volatile int port;
  private final WorkerTokens tokens;
  private volatile String api = "";
  private volatile String signals = "";
  private volatile String tls = "";
  private volatile String blobs = "";

  /**
   * One invocation's payload.
   *
   * @param id names the invocation
   * @param token what its worker shows
   */
  record Invitation(String id, String token, byte[] payload) {}

  /**
   * Of workers to {@code host}.
   *
   * @param secret the store's: what workers show is made with it
   */
  public Invitations(String host, String secret) {
    this.host = host;
    this.tokens = WorkerTokens.of(secret);
  }

  /** {@return what workers are known by} */
  public WorkerTokens tokens() {
    return tokens;
  }

  /** Says where on the host workers are served. */
  public void port(int known) {
    port = known;
  }

  /** Says where people and other systems reach the runs. */
  public void api(URI known) {
    api = known.toString();
  }

  /** {@return where people and other systems reach the runs} */
  String api() {
    return api;
  }

  /** Says where workers put large values themselves. */
  public void blobs(BlobPlace place) {
    blobs = place.toString();
    tokens.terms(blobs + "\n" + signals);
  }

  /** {@return where workers put large values themselves; empty if they send them} */
  String blobs() {
    return blobs;
  }

  /** Says with which key addresses of signals are proved; if it is not said, they need no proof. */
  public void signals(String key) {
    signals = key;
    tokens.terms(blobs + "\n" + signals);
  }

  /** Says that what workers say is encrypted, and whose certificates they trust. */
  public void tls(String trust) {
    tls = trust;
  }

  private String tlsMember() {
    return tls.isEmpty() ? "" : ",\"tls\":\"%s\"".formatted(tls);
  }

  /** {@return the member of a payload that has that key, with a comma in front; empty for none} */
  String signalsMember() {
    return signals.isEmpty() ? "" : ",\"signals\":\"%s\"".formatted(signals);
  }

  /**
   * {@return that of an invocation that begins}
   *
   * @param nowMillis since 1970
   */
  Invitation next(long nowMillis) {
    String id = hex(8);
    return invitation(id, tokens.token(id, nowMillis));
  }

  /**
   * {@return that of a resident worker that begins, or asks anew}
   *
   * @param nowMillis since 1970
   */
  Invitation nextResident(long nowMillis) {
    String id = hex(8);
    return invitation(id, tokens.residentToken(id, nowMillis));
  }

  private Invitation invitation(String id, String token) {
    String json =
        """
        {"action":"work","host":"%s","port":%d,"token":"%s","invocation":"%s","api":"%s","blobs":"%s"%s%s}"""
            .formatted(host, port, token, id, api, blobs, signalsMember(), tlsMember());
    return new Invitation(id, token, json.getBytes(StandardCharsets.UTF_8));
  }

  private String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}

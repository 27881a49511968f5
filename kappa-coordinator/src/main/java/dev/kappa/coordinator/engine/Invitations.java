package dev.kappa.coordinator.engine;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a worker is invoked with: where the coordinator is, and what to say there. */
public final class Invitations {
  private final SecureRandom random = new SecureRandom();
  private final String host;
  private volatile int port;
  private final String token;
  private volatile String api = "";

  /**
   * One invocation's payload.
   *
   * @param id names the invocation
   */
  record Invitation(String id, byte[] payload) {}

  /**
   * Of workers to {@code host}.
   *
   * @param token what they have to show, there and at other coordinators of the store
   */
  public Invitations(String host, String token) {
    this.host = host;
    this.token = token;
  }

  /** {@return what a worker has to show} */
  public String token() {
    return token;
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

  Invitation next() {
    String id = hex(8);
    String json =
        """
        {"action":"work","host":"%s","port":%d,"token":"%s","invocation":"%s","api":"%s"}"""
            .formatted(host, port, token, id, api);
    return new Invitation(id, json.getBytes(StandardCharsets.UTF_8));
  }

  private String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}

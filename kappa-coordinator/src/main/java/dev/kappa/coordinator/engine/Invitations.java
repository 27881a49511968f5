package dev.kappa.coordinator.engine;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a worker is invoked with: where the coordinator is, and what to say there. */
public final class Invitations {
  private final SecureRandom random = new SecureRandom();
  private final String host;
  private volatile int port;
  private final String token;

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

  Invitation next() {
    String id = hex(8);
    String json =
        """
        {"action":"work","host":"%s","port":%d,"token":"%s","invocation":"%s"}"""
            .formatted(host, port, token, id);
    return new Invitation(id, json.getBytes(StandardCharsets.UTF_8));
  }

  private String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}

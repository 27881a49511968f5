package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;

/** How a resident worker is let in: it was told with what, or asks a coordinator's API. */
final class Invitation {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MOST_BYTES = 256 << 10;

  private final Map<String, String> environment;

  Invitation(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * {@return where to connect, and what to show there}
   *
   * @throws KappaException if nobody is there, or it is refused
   */
  Order.Work ask() {
    String given = environment.getOrDefault("KAPPA_INVITATION", "");
    byte[] json = given.isEmpty() ? asked() : given.getBytes(StandardCharsets.UTF_8);
    if (Order.parse(json) instanceof Order.Work work) {
      return work;
    }
    throw Order.bad("it does not ask for work", null);
  }

  private byte[] asked() {
    String url = environment.getOrDefault("KAPPA_COORDINATOR", "");
    if (url.isBlank()) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "KAPPA_COORDINATOR is not set (expected: the address of a coordinator's API, such as http://coordinator:7070)");
    }
    try {
      return post(URI.create(url.strip().replaceAll("/+$", "") + "/v1/resident-workers"));
    } catch (IOException | IllegalArgumentException e) {
      throw new KappaException(
          ErrorCode.COORDINATOR_UNREACHABLE,
          "the coordinator at %s does not answer: %s".formatted(url, e),
          e);
    }
  }

  private byte[] post(URI address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    String ca = environment.getOrDefault("KAPPA_CA", "");
    if (!ca.isEmpty() && connection instanceof HttpsURLConnection encrypted) {
      encrypted.setSSLSocketFactory(Trust.context(Trust.ofFile(Path.of(ca))).getSocketFactory());
    }
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    String token = token();
    if (!token.isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    connection.getOutputStream().close();
    int status = connection.getResponseCode();
    try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] bytes = body == null ? new byte[0] : body.readNBytes(MOST_BYTES);
      if (status == 200) {
        return bytes;
      }
      throw new KappaException(
          status == 401 || status == 403 ? ErrorCode.NOT_ALLOWED : ErrorCode.BAD_REQUEST,
          "the coordinator at %s answers %d: %s"
              .formatted(address, status, new String(bytes, StandardCharsets.UTF_8).strip()));
    } finally {
      connection.disconnect();
    }
  }

  private String token() throws IOException {
    String file = environment.getOrDefault("KAPPA_TOKEN_FILE", "");
    return file.isEmpty()
        ? environment.getOrDefault("KAPPA_TOKEN", "").strip()
        : Files.readString(Path.of(file)).strip();
  }
}

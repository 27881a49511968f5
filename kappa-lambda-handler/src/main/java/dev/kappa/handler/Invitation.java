package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

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
    return given.isEmpty()
        ? work(asked(), "the answer of the coordinator at " + environment.get("KAPPA_COORDINATOR"))
        : work(given.getBytes(StandardCharsets.UTF_8), "KAPPA_INVITATION");
  }

  private static Order.Work work(byte[] json, String what) {
    String why;
    try {
      if (Order.read(json) instanceof Order.Work work) {
        return work;
      }
      why = "it does not ask for work";
    } catch (BadOrderException e) {
      why = String.valueOf(e.getMessage());
    }
    throw new KappaException(
        ErrorCode.BAD_REQUEST,
        "%s is no invitation of a resident worker: %s; is that a coordinator, and of this release?"
            .formatted(what, why));
  }

  private byte[] asked() {
    String url = environment.getOrDefault("KAPPA_COORDINATOR", "");
    if (url.isBlank()) {
      throw new KappaException(
          ErrorCode.INVALID_ARGUMENT,
          "KAPPA_COORDINATOR is not set (expected: the address of a coordinator's API, such as http://coordinator:7070)");
    }
    URL address = address(url.strip());
    String token = token();
    @Nullable SSLSocketFactory trust = trust();
    try {
      return post(address, token, trust);
    } catch (IOException e) {
      throw new KappaException(
          ErrorCode.COORDINATOR_UNREACHABLE,
          "the coordinator at %s does not answer: %s".formatted(url, e),
          e);
    }
  }

  private static URL address(String url) {
    try {
      URI address = URI.create(url.replaceAll("/+$", "") + "/v1/resident-workers");
      if (List.of("http", "https").contains(String.valueOf(address.getScheme()))
          && address.getHost() != null) {
        return address.toURL();
      }
    } catch (IllegalArgumentException | MalformedURLException e) {
      // Said below.
    }
    throw new KappaException(
        ErrorCode.INVALID_ARGUMENT,
        "KAPPA_COORDINATOR: '%s' (expected: the address of a coordinator's API, such as http://coordinator:7070)"
            .formatted(url));
  }

  private byte[] post(URL address, String token, @Nullable SSLSocketFactory trust)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    if (trust != null && connection instanceof HttpsURLConnection encrypted) {
      encrypted.setSSLSocketFactory(trust);
    }
    // Whoever answers for the coordinator does not choose who is shown the token.
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
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
          code(status),
          "the coordinator at %s answers %d: %s"
              .formatted(address, status, new String(bytes, StandardCharsets.UTF_8).strip()));
    } finally {
      connection.disconnect();
    }
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNKNOWN_TOKEN;
      case 403 -> ErrorCode.NOT_ALLOWED;
      default -> status >= 500 ? ErrorCode.COORDINATOR_UNREACHABLE : ErrorCode.BAD_REQUEST;
    };
  }

  private String token() {
    String file = environment.getOrDefault("KAPPA_TOKEN_FILE", "");
    try {
      return file.isEmpty()
          ? environment.getOrDefault("KAPPA_TOKEN", "").strip()
          : Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      throw unreadable("KAPPA_TOKEN_FILE", file, "a file with a token of the role admin", e);
    }
  }

  private @Nullable SSLSocketFactory trust() {
    String file = environment.getOrDefault("KAPPA_CA", "");
    try {
      return file.isEmpty() ? null : Trust.context(Trust.ofFile(Path.of(file))).getSocketFactory();
    } catch (IOException | InvalidPathException e) {
      throw unreadable("KAPPA_CA", file, "a PEM file of certificates", e);
    }
  }

  private static KappaException unreadable(
      String variable, String file, String expected, Exception cause) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND,
        "%s: '%s' can't be read: %s (expected: %s)".formatted(variable, file, cause, expected),
        cause);
  }
}

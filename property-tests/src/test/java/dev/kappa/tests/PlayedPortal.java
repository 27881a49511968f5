package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The access portal of IAM Identity Center: it gives a role's credentials to who has signed in. */
final class PlayedPortal implements AutoCloseable {
  private static final String SESSION = "work";
  private static final String TOKEN = "signed-in";

  /** What was asked for. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final HttpServer server;

  PlayedPortal() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean known = TOKEN.equals(exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"));
      asked.add(exchange.getRequestURI().getPath());
      byte[] answer =
          """
          {"roleCredentials":
            {"accessKeyId":"operator","secretAccessKey":"s","sessionToken":"t","expiration":32472144000000}}
          """
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** {@return what is in the environment of somebody who has signed in, whose home is there} */
  Map<String, String> signedIn(Path home) throws IOException {
    Path cache = Files.createDirectories(home.resolve(".aws/sso/cache"));
    Files.writeString(
        home.resolve(".aws/config"),
        """
        [profile operator]
        sso_session = %1$s
        sso_account_id = 123456789012
        sso_role_name = operators
        [sso-session %1$s]
        sso_region = eu-west-1
        sso_start_url = https://example.awsapps.com/start
        """
            .formatted(SESSION));
    Files.writeString(
        cache.resolve(sha1(SESSION) + ".json"),
        """
        {"startUrl":"https://example.awsapps.com/start","region":"eu-west-1",
         "accessToken":"%s","expiresAt":"2999-01-01T00:00:00Z"}
        """
            .formatted(TOKEN));
    URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return Map.of(
        "HOME",
        home.toString(),
        "AWS_PROFILE",
        "operator",
        "AWS_ENDPOINT_URL_SSO",
        here.toString());
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

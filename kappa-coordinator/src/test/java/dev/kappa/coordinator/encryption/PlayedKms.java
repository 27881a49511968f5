package dev.kappa.coordinator.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kappa.wire.Gcm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on loopback that encrypts and decrypts as KMS does, by its JSON protocol. */
final class PlayedKms implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What it answers instead: a status and a kind of error; each once. */
  final Deque<Map.Entry<Integer, String>> failures = new ConcurrentLinkedDeque<>();

  /** How many bytes each answer has, if that is more than it needs; 0 for an answer as it is. */
  volatile long longer;

  /** Whether each answer stops before its end. */
  volatile boolean stops;

  /** What was asked, each as operation and name of the key. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final Map<String, SecretKey> keys = new HashMap<>();
  private final HttpServer server;

  PlayedKms(String... names) throws IOException {
    for (String name : names) {
      keys.put(name, Gcm.key(Gcm.random(Gcm.KEY_BYTES)));
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  KmsKey key(String name) {
    return key(name, Duration.ofSeconds(10));
  }

  KmsKey key(String name, Duration patience) {
    return new KmsKey(
        name,
        KmsClientOf.at(
                uri(),
                "eu-west-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("ID", "SECRET")),
                patience)
            .build(),
        "at " + uri());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String operation =
        exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("TrentService.", "");
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    String name = request.path("KeyId").asString();
    asked.add(operation + " " + name);
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    Map.Entry<Integer, String> failure = failures.poll();
    if (failure != null) {
      say(exchange, failure.getKey(), error(failure.getValue()));
    } else if (!keys.containsKey(name)) {
      say(exchange, 400, error("NotFoundException"));
    } else {
      done(exchange, operation, request, keys.get(name));
    }
  }

  private void done(HttpExchange exchange, String operation, JsonNode request, SecretKey key)
      throws IOException {
    byte[] context = request.path("EncryptionContext").toString().getBytes(UTF_8);
    try {
      if (operation.equals("Encrypt")) {
        byte[] sealed = Gcm.seal(key, new byte[0], context, bytes(request, "Plaintext"));
        say(exchange, 200, Map.of("CiphertextBlob", text(sealed)));
      } else {
        byte[] clear = Gcm.open(key, bytes(request, "CiphertextBlob"), 0, context);
        say(exchange, 200, Map.of("Plaintext", text(clear)));
      }
    } catch (AEADBadTagException e) {
      say(exchange, 400, error("InvalidCiphertextException"));
    }
  }

  private static Map<String, String> error(String kind) {
    return Map.of("__type", "com.amazonaws.kms#" + kind, "message", "played");
  }

  private static byte[] bytes(JsonNode request, String name) {
    return Base64.getDecoder().decode(request.path(name).asString());
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void say(HttpExchange exchange, int status, Map<String, String> body) throws IOException {
    byte[] json = JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, Math.max(json.length, longer));
    exchange.getResponseBody().write(json);
    if (stops) {
      exchange.getResponseBody().flush();
      return;
    }
    for (long at = json.length; at < longer; at++) {
      exchange.getResponseBody().write(' ');
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that keeps what it is to encrypt, and gives it back to who names it as KMS wants it. */
final class PlayedKeys implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<JsonNode> kept = new ArrayList<>();
  private final HttpServer server;

  PlayedKeys() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      boolean encrypts = exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith(".Encrypt");
      byte[] answer = JSON.writeValueAsBytes(encrypts ? keep(request) : give(request));
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private Map<String, String> keep(JsonNode request) {
    kept.add(request);
    String name = Integer.toString(kept.size() - 1);
    return Map.of("CiphertextBlob", Base64.getEncoder().encodeToString(name.getBytes(UTF_8)));
  }

  private Map<String, String> give(JsonNode request) {
    byte[] name = Base64.getDecoder().decode(request.get("CiphertextBlob").asString());
    JsonNode given = kept.get(Integer.parseInt(new String(name, UTF_8)));
    for (String same : List.of("KeyId", "EncryptionContext")) {
      if (!given.path(same).equals(request.path(same))) {
        throw new IllegalArgumentException(same);
      }
    }
    return Map.of("Plaintext", given.get("Plaintext").asString());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

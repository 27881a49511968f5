package dev.kappa.tests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Stands before an HTTP server. All that is asked there is done, but one answer is held back: who
 * asked does not learn of it.
 */
final class HeldAnswers implements AutoCloseable {
  private static final Set<String> OWN = own();

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI behind;
  private final Predicate<String> held;
  private final CountDownLatch holds = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private HeldAnswers(URI behind, Predicate<String> held) throws IOException {
    this.behind = behind;
    this.held = held;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /**
   * Stands before a server.
   *
   * @param held which answer is held back, by its request's method and path
   */
  static HeldAnswers before(URI behind, Predicate<String> held) throws IOException {
    HeldAnswers answers = new HeldAnswers(behind, held);
    answers.server.createContext("/", answers::pass);
    answers.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    answers.server.start();
    return answers;
  }

  /** What a client says for the connection alone. */
  private static Set<String> own() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(
        Set.of("Host", "Connection", "Content-Length", "Expect", "Upgrade", "Transfer-Encoding"));
    return names;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Waits until what is asked for was done, and its answer is held back. */
  void awaitHeld() throws InterruptedException {
    Eventually.holds("an answer is held back", () -> holds.getCount() == 0);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(behind + path))
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (!OWN.contains(name)) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      answer(exchange, client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException, InterruptedException {
    if (held.test(exchange.getRequestMethod() + " " + exchange.getRequestURI())
        && holds.getCount() > 0) {
      holds.countDown();
      released.await();
    }
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
  }
}

package dev.kappa.tests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Stands before an HTTP server. All that is asked there is done, but one answer is held back: who
 * asked does not learn of it.
 */
final class HeldAnswers implements AutoCloseable {
  private final HttpServer server;
  private final Forwarding forwarding = new Forwarding();
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

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Waits until what is asked for was done, and its answer is held back. */
  void awaitHeld() throws InterruptedException {
    Eventually.holds("an answer is held back", () -> holds.getCount() == 0);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      answer(exchange, forwarding.ask(behind, exchange, body));
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
    Forwarding.answer(exchange, response);
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
  }
}

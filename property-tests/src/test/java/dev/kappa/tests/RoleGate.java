package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before servers that speak as AWS's. Who asks, by the id of the key that signed, is let
 * through if a policy of theirs allows it, and is else refused as AWS does.
 */
final class RoleGate implements AutoCloseable {
  private static final Pattern SIGNED =
      Pattern.compile("Credential=(?<who>[^/]+)/\\d{8}/[^/]+/(?<service>[^/]+)/aws4_request");

  private final Map<String, Policy> policies;
  private final Map<String, URI> behind;
  private final Forwarding forwarding = new Forwarding();
  private final HttpServer server;
  private final Set<String> used = new ConcurrentSkipListSet<>();
  private volatile Predicate<HttpExchange> broken = exchange -> false;

  /** How many requests are still broken. */
  final AtomicInteger faults = new AtomicInteger();

  /** What was refused. */
  final List<String> refused = new CopyOnWriteArrayList<>();

  /** Rights: actions, each with what it is allowed on. */
  record Policy(Map<String, List<String>> allowed) {
    boolean allows(AwsCalls.Call call) {
      return allowed.getOrDefault(call.action(), List.of()).stream()
          .map(form -> Pattern.quote(form).replace("*", "\\E.*\\Q"))
          .anyMatch(call.resource()::matches);
    }
  }

  /**
   * A gate.
   *
   * @param policies by the id of who signs
   * @param behind servers by the name of their service
   */
  RoleGate(Map<String, Policy> policies, Map<String, URI> behind) throws IOException {
    this.policies = Map.copyOf(policies);
    this.behind = Map.copyOf(behind);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next requests of that kind fail. */
  void breakNext(int requests, Predicate<HttpExchange> which) {
    broken = which;
    faults.set(requests);
  }

  /** {@return the actions of {@code who} that were allowed, sorted} */
  List<String> used(String who) {
    return used.stream()
        .filter(each -> each.startsWith(who + " "))
        .map(each -> each.substring(who.length() + 1))
        .toList();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher signed =
          SIGNED.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!signed.find()) {
        refuse(exchange, "s3", "who does not sign");
      } else {
        judged(exchange, signed.group("who"), signed.group("service"), body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void judged(HttpExchange exchange, String who, String service, byte[] body)
      throws IOException, InterruptedException {
    Policy policy = policies.getOrDefault(who, new Policy(Map.of()));
    for (AwsCalls.Call call : AwsCalls.of(service, exchange, body)) {
      if (!policy.allows(call)) {
        refuse(exchange, service, who + " " + call);
        return;
      }
      used.add(who + " " + call.action());
    }
    if (broken.test(exchange) && faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    URI next = Objects.requireNonNull(behind.get(service), service);
    Forwarding.answer(exchange, forwarding.ask(next, exchange, body));
  }

  private void refuse(HttpExchange exchange, String service, String what) throws IOException {
    refused.add(what);
    String text =
        service.equals("s3")
            ? "<Error><Code>AccessDenied</Code><Message>not allowed</Message></Error>"
            : "{\"__type\":\"AccessDeniedException\",\"Message\":\"not allowed\"}";
    exchange.getResponseHeaders().add("x-amzn-ErrorType", "AccessDeniedException");
    exchange.sendResponseHeaders(service.equals("kms") ? 400 : 403, text.length());
    exchange.getResponseBody().write(text.getBytes(UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.kappa.apps.crawl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Asks for addresses. */
final class Fetcher {
  /** How the crawler calls itself; robots.txt may name it so. */
  static final String AGENT = "KappaCrawler";

  /** The largest page that is looked into. */
  private static final int LARGEST_PAGE = 8 << 20;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final long LONGEST_PAUSE_SECONDS = 60;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");

  private Fetcher() {}

  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_LIMIT)
        .build();
  }

  /** {@return what becomes of asking for {@code url} once} */
  static Outcome fetch(HttpClient client, String url) throws InterruptedException {
    try {
      HttpResponse<InputStream> answer = send(client, url);
      try (InputStream body = answer.body()) {
        return outcome(url, answer, body);
      }
    } catch (ConnectException | HttpConnectTimeoutException | UnknownHostException e) {
      return new Outcome.Again("no connection" + detail(e), true, Duration.ZERO);
    } catch (IOException e) {
      return new Outcome.Again("no whole answer" + detail(e), false, Duration.ZERO);
    }
  }

  /** Sends a request. The answer's body is to be closed; what of it is not read is dropped. */
  static HttpResponse<InputStream> send(HttpClient client, String url)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(ANSWER_LIMIT)
            .header("User-Agent", AGENT)
            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.1")
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  private static Outcome outcome(String url, HttpResponse<InputStream> answer, InputStream body)
      throws IOException {
    int status = answer.statusCode();
    if (REDIRECTS.contains(status)) {
      return redirect(url, answer);
    }
    if (PASSING.contains(status)) {
      return new Outcome.Again("status " + status, false, retryAfter(answer));
    }
    if (status < 200 || status >= 300) {
      return new Outcome.Broken("status " + status);
    }
    return page(url, answer, body);
  }

  private static Outcome redirect(String url, HttpResponse<InputStream> answer) {
    String to = answer.headers().firstValue("Location").orElse("");
    Optional<String> address =
        to.isBlank() ? Optional.empty() : Links.resolve(url, to).flatMap(Address::normal);
    return address
        .<Outcome>map(Outcome.Redirect::new)
        .orElseGet(
            () ->
                new Outcome.Broken(
                    "status %d to '%s'".formatted(answer.statusCode(), Links.shortened(to))));
  }

  private static Outcome page(String url, HttpResponse<InputStream> answer, InputStream body)
      throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!HTML.contains(media)) {
      return new Outcome.Unread(
          media.isEmpty() ? "no content type" : "type " + Links.shortened(media));
    }
    String coding = answer.headers().firstValue("Content-Encoding").orElse("identity");
    if (!coding.equalsIgnoreCase("identity")) {
      return new Outcome.Unread("content encoding " + Links.shortened(coding));
    }
    byte[] bytes = body.readNBytes(LARGEST_PAGE + 1);
    if (bytes.length > LARGEST_PAGE) {
      return new Outcome.Unread("more than " + LARGEST_PAGE + " bytes");
    }
    return Links.of(new ByteArrayInputStream(bytes), Links.charset(type), url);
  }

  private static Duration retryAfter(HttpResponse<InputStream> answer) {
    String text = answer.headers().firstValue("Retry-After").orElse("").strip();
    long seconds = text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    return Duration.ofSeconds(Math.min(seconds, LONGEST_PAUSE_SECONDS));
  }

  private static String detail(Throwable error) {
    String message = error.getMessage();
    return message == null ? "" : ": " + Links.shortened(message);
  }
}

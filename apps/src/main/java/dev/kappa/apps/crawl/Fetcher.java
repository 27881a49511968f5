package dev.kappa.apps.crawl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Asks for addresses. */
final class Fetcher {
  /** How the crawler calls itself; robots.txt may name it so. */
  static final String AGENT = "KappaCrawler";

  /** The largest page that is looked into. */
  private static final int LARGEST_PAGE = 8 << 20;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final long LONGEST_PAUSE_SECONDS = 60;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Set<String> CODINGS = Set.of("identity", "gzip", "x-gzip");
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
      InputStream body = answer.body();
      try (body) {
        return outcome(url, answer);
      }
    } catch (ConnectException | HttpConnectTimeoutException | UnknownHostException e) {
      return new Outcome.Again("no connection" + detail(e), true, Duration.ZERO);
    } catch (IOException e) {
      return new Outcome.Again("no whole answer" + detail(e), false, Duration.ZERO);
    }
  }

  /**
   * Sends a request. The answer's body is to be closed; what of it is not read is dropped. It waits
   * for as long as the step does that runs on this thread.
   */
  static HttpResponse<InputStream> send(HttpClient client, String url)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("User-Agent", AGENT)
            .header("Accept-Encoding", "gzip")
            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.1")
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  /**
   * {@return what the answer says, with its content coding undone; to be closed}
   *
   * @throws IOException if that is another one than gzip
   */
  static InputStream body(HttpResponse<InputStream> answer) throws IOException {
    return switch (coding(answer)) {
      case "identity" -> answer.body();
      case "gzip", "x-gzip" -> new GZIPInputStream(answer.body());
      case String other -> throw new IOException("content encoding " + other);
    };
  }

  private static String coding(HttpResponse<InputStream> answer) {
    String coding = answer.headers().firstValue("Content-Encoding").orElse("").strip();
    return coding.isEmpty() ? "identity" : Links.shortened(coding.toLowerCase(Locale.ROOT));
  }

  private static Outcome outcome(String url, HttpResponse<InputStream> answer) throws IOException {
    int status = answer.statusCode();
    if (REDIRECTS.contains(status)) {
      return redirect(url, answer);
    }
    if (PASSING.contains(status)) {
      return new Outcome.Again("status " + status, false, pause(answer.headers(), Instant.now()));
    }
    if (status < 200 || status >= 300) {
      return new Outcome.Broken("status " + status);
    }
    return page(url, answer);
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

  private static Outcome page(String url, HttpResponse<InputStream> answer) throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!HTML.contains(media)) {
      return new Outcome.Unread(
          media.isEmpty() ? "no content type" : "type " + Links.shortened(media));
    }
    if (!CODINGS.contains(coding(answer))) {
      return new Outcome.Unread("content encoding " + coding(answer));
    }
    try (InputStream body = body(answer)) {
      byte[] bytes = body.readNBytes(LARGEST_PAGE + 1);
      return bytes.length > LARGEST_PAGE
          ? new Outcome.Unread("more than " + LARGEST_PAGE + " bytes")
          : Links.of(new ByteArrayInputStream(bytes), Links.charset(type), url);
    }
  }

  /**
   * {@return how long a server wants to be left alone, at most a minute} RFC 9110, 10.2.3: so many
   * seconds, or a time. That is taken by the server's own clock, if it tells its time.
   */
  static Duration pause(HttpHeaders headers, Instant now) {
    String text = headers.firstValue("Retry-After").orElse("").strip();
    long seconds =
        text.matches("[0-9]+")
            ? Long.parseLong(text.substring(0, Math.min(text.length(), 9)))
            : time(text)
                .map(until -> Duration.between(sent(headers, now), until).toSeconds())
                .orElse(0L);
    return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_PAUSE_SECONDS));
  }

  private static Instant sent(HttpHeaders headers, Instant now) {
    return headers.firstValue("Date").flatMap(Fetcher::time).orElse(now);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** {@return why there was no answer, if that is told: often by a cause alone} */
  static String detail(Throwable error) {
    String message = null;
    for (Throwable e = error; e != null && message == null; e = e.getCause()) {
      boolean unknown =
          e instanceof UnresolvedAddressException || e instanceof UnknownHostException;
      message = unknown ? "nobody knows this host" : e.getMessage();
    }
    return message == null ? "" : ": " + Links.shortened(message);
  }
}

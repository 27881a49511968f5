package dev.kappa.tests;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One page after the other, on one thread, with nothing of the application's: links are found by a
 * regular expression, addresses are the JDK's, ranks are calculated from a list of links.
 */
final class SequentialCrawl {
  private static final Pattern LINK =
      Pattern.compile("(?i)<a\\s[^>]*?href\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s>]+)");

  private final String host;
  private final int most;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, List<String>> pages = new LinkedHashMap<>();
  private final Map<String, String> redirects = new TreeMap<>();
  private final Set<String> lost = new TreeSet<>();
  private int asked;

  private SequentialCrawl(String start, int most) {
    this.host = URI.create(start).getAuthority();
    this.most = most;
  }

  static SequentialCrawl of(String start, int most, int depth) throws IOException {
    SequentialCrawl crawl = new SequentialCrawl(start, most);
    Set<String> level = new LinkedHashSet<>(Set.of(start));
    for (int d = 0; d <= depth && !level.isEmpty(); d++) {
      level = crawl.level(level);
    }
    return crawl;
  }

  private Set<String> level(Set<String> addresses) throws IOException {
    Set<String> further = new LinkedHashSet<>();
    Deque<String> queue = new ArrayDeque<>();
    addresses.forEach(address -> enter(address, queue));
    while (!queue.isEmpty()) {
      String url = queue.remove();
      String body = ask(url);
      if (redirects.containsKey(url)) {
        enter(redirects.get(url), queue);
      } else if (body != null) {
        pages.put(url, links(url, body));
        further.addAll(pages.get(url));
      }
    }
    return further;
  }

  private void enter(@Nullable String address, Deque<String> queue) {
    if (address != null && asked < most && isOfTheSite(address) && seen.add(address)) {
      asked++;
      queue.add(address);
    }
  }

  private boolean isOfTheSite(String address) {
    return address.startsWith("http://" + host + "/")
        && !address.startsWith("http://" + host + "/private");
  }

  /** {@return a page's text; null if it is none} */
  private @Nullable String ask(String url) throws IOException {
    for (int tries = 0; tries < 4; tries++) {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      int status = connection.getResponseCode();
      if (status == 200) {
        byte[] body = connection.getInputStream().readAllBytes();
        return String.valueOf(connection.getContentType()).startsWith("text/html")
            ? new String(body, StandardCharsets.UTF_8)
            : null;
      }
      String to = status < 400 ? address(url, connection.getHeaderField("Location")) : null;
      if (to != null) {
        redirects.put(url, to);
        return null;
      }
      if (status < 500) {
        break;
      }
    }
    lost.add(url);
    return null;
  }

  private static List<String> links(String url, String body) {
    Set<String> links = new LinkedHashSet<>();
    for (Matcher m = LINK.matcher(body); m.find(); ) {
      String text = m.group(1).replaceAll("^[\"']|[\"']$", "").replace("&amp;", "&");
      if (text.matches("(?is)https?:.*|(?![a-z][a-z0-9+.-]*:).*")) {
        String address = address(url, text);
        links.add(address == null ? text : address);
      }
    }
    return List.copyOf(links);
  }

  private static @Nullable String address(String base, String text) {
    try {
      String plain = text.replaceFirst("#.*", "").replace("%70", "p");
      if (plain.isEmpty()) {
        return base; // the JDK would take it for the directory
      }
      String to = URI.create(base).resolve(plain).normalize().toString();
      return to.replaceFirst("^[Hh][Tt]{2}[Pp]:", "http:");
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  // ---- what was found

  Set<String> pages() {
    return pages.keySet();
  }

  int asked() {
    return asked;
  }

  private @Nullable String follow(String link) {
    String url = link;
    for (int hops = 0; hops < 20; hops++) {
      if (!redirects.containsKey(url)) {
        return url;
      }
      url = redirects.get(url);
    }
    return null;
  }

  /** {@return each link between two pages, as both addresses with a space between them} */
  Set<String> links() {
    Set<String> all = new TreeSet<>();
    pages.forEach(
        (from, links) -> {
          for (String link : links) {
            String to = follow(link);
            if (to != null && pages.containsKey(to) && !to.equals(from)) {
              all.add(from + " " + to);
            }
          }
        });
    return all;
  }

  /** {@return the broken links, each with the first page that has it} */
  Map<String, String> broken() {
    Map<String, String> all = new TreeMap<>();
    pages.forEach(
        (from, links) -> {
          for (String link : links) {
            String to = follow(link);
            if (to == null
                || lost.contains(to)
                || !link.toLowerCase(Locale.ROOT).matches("https?://[^\\[]*")) {
              all.putIfAbsent(link, from);
            }
          }
        });
    return all;
  }

  Map<String, Double> ranks() {
    Map<String, List<String>> out =
        links().stream()
            .map(pair -> pair.split(" "))
            .collect(
                Collectors.groupingBy(
                    pair -> pair[0], Collectors.mapping(pair -> pair[1], Collectors.toList())));
    int n = pages.size();
    Map<String, Double> ranks = new TreeMap<>();
    pages.keySet().forEach(page -> ranks.put(page, 1.0 / n));
    for (int turn = 0; turn < 250; turn++) {
      Map<String, Double> next = new TreeMap<>();
      List<String> leaves = new ArrayList<>(pages.keySet());
      leaves.removeAll(out.keySet());
      double shared = leaves.stream().mapToDouble(page -> ranks.getOrDefault(page, 0.0)).sum();
      pages.keySet().forEach(page -> next.put(page, (0.15 + 0.85 * shared) / n));
      out.forEach(
          (from, targets) ->
              targets.forEach(
                  to ->
                      next.merge(
                          to, 0.85 * ranks.getOrDefault(from, 0.0) / targets.size(), Double::sum)));
      ranks.putAll(next);
    }
    return ranks;
  }
}

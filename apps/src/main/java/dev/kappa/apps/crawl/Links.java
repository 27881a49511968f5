package dev.kappa.apps.crawl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.internal.StringUtil;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Finds the links of a page. HTML may be as malformed as it likes: it is read as browsers do. */
final class Links {
  /** The most links of one page. */
  private static final int MOST = 20_000;

  private static final int SHORT = 200;
  private static final Pattern CHARSET =
      Pattern.compile("(?i)\\bcharset\\s*=\\s*[\"']?([^\\s\"';]+)");
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);

  private final Set<String> addresses = new LinkedHashSet<>();
  private final Set<String> malformed = new LinkedHashSet<>();

  private Links() {}

  /**
   * {@return the page}
   *
   * @param charset as its server says; null if it does not: then as the page itself says
   */
  static Outcome of(InputStream html, @Nullable String charset, String url) throws IOException {
    Document page = Jsoup.parse(html, charset, url);
    Links links = new Links();
    if (page.select("meta[name=robots]").stream().noneMatch(Links::forbids)) {
      for (Element link : page.select("a[href], area[href], frame[src], iframe[src]")) {
        links.add(link, link.hasAttr("href") ? "href" : "src");
      }
    }
    if (links.addresses.size() > MOST) {
      return new Outcome.Unread("more than " + MOST + " links");
    }
    return new Outcome.Page(List.copyOf(links.addresses), List.copyOf(links.malformed));
  }

  private static boolean forbids(Element meta) {
    return Stream.of(meta.attr("content").toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .anyMatch(rule -> rule.equals("nofollow") || rule.equals("none"));
  }

  private void add(Element link, String attribute) {
    String text = link.attr(attribute).strip();
    if (isElsewhere(text)) {
      return;
    }
    Optional<String> address =
        Optional.of(link.absUrl(attribute)).filter(url -> !url.isEmpty()).flatMap(Address::normal);
    if (address.isPresent()) {
      addresses.add(address.get());
    } else if (malformed.size() < MOST) {
      malformed.add(shortened(text));
    }
  }

  /** {@return whether it names something that is not on the web: mail, a script} */
  private static boolean isElsewhere(String text) {
    Matcher scheme = SCHEME.matcher(text);
    return scheme.matches() && !scheme.group(1).toLowerCase(Locale.ROOT).matches("https?");
  }

  /** {@return what {@code reference} means in {@code url}} */
  static Optional<String> resolve(String url, String reference) {
    return Optional.of(StringUtil.resolve(url, reference)).filter(to -> !to.isEmpty());
  }

  /** {@return the charset that a content type names, if it is one} */
  static @Nullable String charset(String type) {
    Matcher matcher = CHARSET.matcher(type);
    try {
      return matcher.find() && Charset.isSupported(matcher.group(1)) ? matcher.group(1) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** {@return the beginning of a text from outside, on one line} */
  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > SHORT ? line.substring(0, SHORT) + "…" : line;
  }
}

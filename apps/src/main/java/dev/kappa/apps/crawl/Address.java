package dev.kappa.apps.crawl;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Addresses of the web in their normal form, by RFC 3986, 6.2.2 and 6.2.3: two that are written in
 * different ways and are the same by those rules have one form. Nothing that a server may tell
 * apart is changed: not the order of a query, not an empty segment of a path.
 */
final class Address {
  /** The longest that is looked at, in characters. */
  static final int LONGEST = 2000;

  private static final String UNRESERVED = "-._~";
  private static final String OTHERS = "!$&'()*+,;=:@/?";

  private Address() {}

  /** {@return the normal form, without a fragment; none if it is no address of http or https} */
  static Optional<String> normal(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      int fragment = text.indexOf('#');
      return Optional.of(parts(fragment < 0 ? text : text.substring(0, fragment)))
          .filter(normal -> normal.length() <= LONGEST);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String parts(String text) throws URISyntaxException {
    int colon = text.indexOf("://");
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("scheme");
    }
    int from = colon + 3;
    int end = first(text, from, "/?");
    int query = first(text, end, "?");
    String path = withoutDots(escaped(text.substring(end, query)));
    String authority = authority(text.substring(from, end), scheme);
    String rest = query == text.length() ? "" : "?" + escaped(text.substring(query + 1));
    return scheme + "://" + authority + path + rest;
  }

  private static int first(String text, int from, String characters) {
    int at = from;
    while (at < text.length() && characters.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** {@return host and port} Who asks is nobody's business: a user's name is left out. */
  private static String authority(String text, String scheme) throws URISyntaxException {
    String place = text.substring(text.lastIndexOf('@') + 1);
    String host = place.startsWith("[") ? place : IDN.toASCII(place, IDN.ALLOW_UNASSIGNED);
    URI uri = new URI(scheme + "://" + host.toLowerCase(Locale.ROOT)).parseServerAuthority();
    if (uri.getHost() == null || uri.getPort() > 0xffff || uri.getPort() == 0) {
      throw new IllegalArgumentException("host");
    }
    boolean usual = uri.getPort() < 0 || uri.getPort() == (scheme.equals("http") ? 80 : 443);
    return uri.getHost() + (usual ? "" : ":" + uri.getPort());
  }

  /** Writes all octets in the one way: as themselves where that means the same, else as %XX. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int octet = bytes[i] & 0xff;
      int coded = octet == '%' ? hex(bytes, i) : -1;
      if (coded >= 0) {
        append(out, coded, isUnreserved(coded));
        i += 2;
      } else {
        append(out, octet, isUnreserved(octet) || OTHERS.indexOf(octet) >= 0);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int octet, boolean asItself) {
    if (asItself) {
      out.append((char) octet);
    } else {
      out.append('%').append("%02X".formatted(octet));
    }
  }

  private static int hex(byte[] bytes, int at) {
    if (at + 2 >= bytes.length) {
      return -1;
    }
    int high = Character.digit(bytes[at + 1], 16);
    int low = Character.digit(bytes[at + 2], 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean isUnreserved(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || UNRESERVED.indexOf(octet) >= 0;
  }

  /** RFC 3986, 5.2.4. */
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> endIf(last, kept);
        case ".." -> {
          kept.pollLast();
          endIf(last, kept);
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return "/" + String.join("/", kept);
  }

  private static void endIf(boolean last, Deque<String> kept) {
    if (last) {
      kept.addLast("");
    }
  }

  /** {@return host and, if it is not the usual one, port of an address in its normal form} */
  static String host(String normal) {
    int from = normal.indexOf("://") + 3;
    return normal.substring(from, first(normal, from, "/?"));
  }

  /** {@return scheme, host and port of an address in its normal form} */
  static String origin(String normal) {
    return normal.substring(0, first(normal, normal.indexOf("://") + 3, "/?"));
  }
}

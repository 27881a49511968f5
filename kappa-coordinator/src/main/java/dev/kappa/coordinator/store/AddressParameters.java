package dev.kappa.coordinator.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind the hosts of an address ({@code ?name=value&…}) and is not the client
 * library's.
 *
 * @param rest the address without it
 * @param values what was said, by name, decoded; a plus is a plus
 */
record AddressParameters(String rest, Map<String, String> values) {
  AddressParameters {
    values = Map.copyOf(values);
  }

  /**
   * Takes what has one of these names.
   *
   * @throws IllegalArgumentException if a value is not percent-encoded as it should be
   */
  static AddressParameters taken(String address, List<String> names) {
    Map<String, String> values = new HashMap<>();
    String rest = address;
    for (String name : names) {
      Matcher said = named(name).matcher(rest);
      if (said.find()) {
        values.put(name, decoded(said.group("value")));
        rest = without(rest, said);
      }
    }
    return new AddressParameters(rest, values);
  }

  private static Pattern named(String name) {
    return Pattern.compile(
        "[?](?:[^?#]*&)?(?<said>%s=(?<value>[^&#]*))".formatted(Pattern.quote(name)));
  }

  /** The next of what stands there, if there is one, is the first then. */
  private static String without(String address, Matcher said) {
    int start = said.start("said") - 1;
    String before = address.substring(0, start);
    String behind = address.substring(said.end());
    boolean first = address.charAt(start) == '?' && behind.startsWith("&");
    return before + (first ? "?" + behind.substring(1) : behind);
  }

  private static String decoded(String value) {
    return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}

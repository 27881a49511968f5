package dev.kappa.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file where it is
 * @param text all of it
 */
record Page(Path file, String text) {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** {@return README and all pages of docs} */
  static Stream<Page> all() {
    try (Stream<Path> files = Files.walk(Kappa.ROOT.resolve("docs"), 2)) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(Kappa.ROOT.resolve("README.md")), pages.stream())
          .map(Page::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page of(Path file) {
    try {
      return new Page(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the blocks of that kind, such as {@code java}} */
  List<String> blocks(String kind) {
    return groups(Pattern.compile("(?ms)^```" + kind + "\n(.*?)^```"));
  }

  /** {@return where its links lead to, but for those to other places than the project} */
  List<String> links() {
    return groups(LINK).stream().filter(link -> !link.contains("://")).toList();
  }

  /** {@return the names by which links find its headings} */
  List<String> anchors() {
    return groups(Pattern.compile("(?m)^#+ (.+)$")).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .toList();
  }

  private List<String> groups(Pattern pattern) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  @Override
  public String toString() {
    return Kappa.ROOT.relativize(file).toString();
  }
}

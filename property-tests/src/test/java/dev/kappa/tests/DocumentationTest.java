package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Channel;
import dev.kappa.Signal;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README and the pages of docs show is code that is compiled, and what they name is there. */
final class DocumentationTest {
  private static final List<String> COMPILED =
      List.of(
          "kappa-dsl/src",
          "kappa-lambda-handler/src",
          "kappa-coordinator/src",
          "apps/src",
          "property-tests/src",
          "docs/examples");

  private static final List<String> SOURCES = sources();

  static Stream<Page> pages() {
    return Page.all();
  }

  // ---- code

  /** The parts between a block's empty lines may be apart in the source, but are in one file. */
  @ParameterizedTest
  @MethodSource("pages")
  void javaIsCompiled(Page page) {
    assertThat(page.blocks("java"))
        .allSatisfy(
            block ->
                assertThat(SOURCES.stream().anyMatch(code -> parts(block).allMatch(code::contains)))
                    .as("some compiled source has:%n%s", block)
                    .isTrue());
  }

  @Test
  void firstProgramOfTheReadmeIsShort() {
    String program = Page.of(Kappa.ROOT.resolve("README.md")).blocks("java").get(0);
    assertThat(program.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(15);
  }

  private static Stream<String> parts(String block) {
    return Stream.of(block.strip().split("\n\\s*\n")).map(DocumentationTest::flat);
  }

  private static List<String> sources() {
    return COMPILED.stream()
        .map(Kappa.ROOT::resolve)
        .flatMap(DocumentationTest::javaBelow)
        .map(file -> flat(Page.of(file).text()))
        .toList();
  }

  private static Stream<Path> javaBelow(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without comments at the ends of lines, and however it is broken into lines. */
  private static String flat(String code) {
    return code.replaceAll("(?m)\\s// .*$", "").replaceAll("\\s+", "");
  }

  // ---- names

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Page page) {
    assertThat(page.links()).allSatisfy(link -> assertThat(leadsSomewhere(page, link)).isTrue());
  }

  private static boolean leadsSomewhere(Page page, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
    return Files.exists(target)
        && (hash < 0 || Page.of(target).anchors().contains(link.substring(hash + 1)));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void codesOfErrorsAreThoseThatThereAre(Page page) {
    List<String> known = Stream.of(ErrorCode.values()).map(ErrorCode::text).toList();
    assertThat(codes(page.text())).isSubsetOf(known);
  }

  @Test
  void eachErrorHasItsRowOnThePageOfErrors() {
    String page = Page.of(Kappa.ROOT.resolve("docs/errors.md")).text();
    assertThat(ErrorCode.values())
        .allSatisfy(code -> assertThat(page).containsOnlyOnce("\n| " + code.text() + " |"));
  }

  @Test
  void eachWordOfTheLanguageIsOnItsPage() {
    String page = Page.of(Kappa.ROOT.resolve("docs/language.md")).text();
    assertThat(Stream.of(Task.class, Channel.class, TaskFuture.class, Signal.class))
        .flatMap(type -> List.of(type.getDeclaredMethods()))
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .extracting(Method::getName)
        .allSatisfy(word -> assertThat(page).containsPattern("[`.]" + word + "[`,( ]"));
  }

  /** The page of the API, and the document for machines. */
  @Test
  void requestsAreTheSameOnBothPages() {
    String page = Page.of(Kappa.ROOT.resolve("docs/api.md")).text();
    String document = Page.of(Kappa.ROOT.resolve("docs/openapi.yaml")).text();
    assertThat(found("(?m)^\\| `([A-Z]+ /[^`?]*)", page))
        .containsExactlyInAnyOrderElementsOf(requests(document));
  }

  private static List<String> requests(String document) {
    List<String> requests = new ArrayList<>();
    String path = "";
    for (String line : document.lines().toList()) {
      if (line.matches("  /.*:")) {
        path = line.strip().replaceFirst(":$", "");
      } else if (!path.isEmpty() && line.matches("    (get|put|post|delete):")) {
        requests.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return requests;
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static List<String> codes(String text) {
    return Pattern.compile("KAPPA-\\d+").matcher(text).results().map(MatchResult::group).toList();
  }
}

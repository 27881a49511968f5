package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.grep.Grep;
import dev.kappa.error.ErrorCode;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.RunError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole workflow in this JVM, against GNU grep, byte for byte. */
final class GrepTest {
  @TempDir private Path directory = Path.of("");

  /**
   * A search.
   *
   * @param files what they hold, piece by piece
   * @param text whether all files are searched as text; then some bytes are no UTF-8, else some are
   *     zero
   */
  record Search(
      List<List<String>> files,
      String pattern,
      boolean fixed,
      long chunkBytes,
      int workers,
      boolean numbers,
      boolean count,
      boolean text) {}

  @Property(tries = 200)
  void findsWhatGnuGrepFinds(@ForAll("searches") Search search) throws IOException {
    Path place = Files.createTempDirectory("grep");
    try {
      for (int i = 0; i < search.files.size(); i++) {
        Path file = place.resolve("tree/" + "d/".repeat(i % 3) + "file" + i + ".txt");
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(search.files.get(i), search.text));
      }
      String path = search.files.size() == 1 ? "tree/file0.txt" : "tree";
      check(search, place, path);
    } finally {
      delete(place);
    }
  }

  private static void check(Search search, Path place, String path) throws IOException {
    Path output = place.resolve("found");
    Run<Grep.Result> run = KappaTest.run(Grep::grep, input(search, place + "/" + path, output));
    Grep.Result result = run.result();
    String options = "-r" + (search.count ? "c" : search.numbers ? "n" : "");
    options += (search.text ? "a" : "I") + (search.fixed ? "F" : "E");
    String expected = place + "/" + path;
    assertThat(text(Files.readAllBytes(output)))
        .isEqualTo(text(GnuGrep.of(place, List.of(options), search.pattern, expected)));
    assertThat(result.output()).isEqualTo(output.toString());
    String listing = "-rl" + (search.text ? "a" : "I") + (search.fixed ? "F" : "E");
    assertThat(result.files())
        .isEqualTo(newlines(GnuGrep.of(place, List.of(listing), search.pattern, expected)));
    if (!search.count) {
      assertThat(result.matches()).isEqualTo(newlines(Files.readAllBytes(output)));
    }
  }

  private static Grep.Input input(Search search, String path, Path output) {
    return new Grep.Input(
        path,
        search.pattern,
        search.fixed,
        search.chunkBytes,
        search.workers,
        search.numbers,
        search.count,
        search.text,
        output.toString(),
        null);
  }

  @Provide
  Arbitrary<Search> searches() {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.of("a", "b", "ab", "ä", "€", "𝄞", " ", "\r")),
            Tuple.of(4, Arbitraries.of("\n", "\n\n", "a\n")),
            Tuple.of(1, Arbitraries.of("stray", "half", "aaaaaaaaaaaaaaaaaaaaaaa")));
    Arbitrary<List<List<String>>> files =
        piece.list().ofMaxSize(60).list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<Boolean> bool = Arbitraries.of(true, false);
    return Combinators.combine(
            files,
            bool.flatMap(fixed -> fixed ? strings() : expressions()).tuple2().map(t -> t.get1()),
            Arbitraries.longs().between(1, 40),
            Arbitraries.integers().between(1, 5),
            bool.list().ofSize(3))
        .as(
            (tree, pattern, chunk, workers, flags) ->
                new Search(
                    tree,
                    pattern.substring(1),
                    pattern.startsWith("F"),
                    chunk,
                    workers,
                    flags.get(0),
                    flags.get(1),
                    flags.get(2)));
  }

  private static Arbitrary<String> strings() {
    return Arbitraries.of("a", "b", "ä", "€", "𝄞", ".", "\n", "ab")
        .list()
        .ofMaxSize(3)
        .map(parts -> "F" + String.join("", parts));
  }

  private static Arbitrary<String> expressions() {
    Arbitrary<String> atom =
        Arbitraries.of("a", "b", "ä", "€", ".", "[aä]", "[b€]", "[a-c]", "(ab|b)", "a ");
    Arbitrary<String> part =
        Combinators.combine(atom, Arbitraries.of("", "", "*", "+", "?", "{2}")).as(String::concat);
    Arbitrary<String> whole = part.list().ofMinSize(1).ofMaxSize(4).map(p -> String.join("", p));
    return Combinators.combine(
            Arbitraries.of("", "", "^"), whole, Arbitraries.of("", "", "$", "|ä$"))
        .as((begin, middle, end) -> "E" + begin + middle + end);
  }

  /** {@return the bytes of the pieces} Some of their names stand for what no string can hold. */
  private static byte[] bytes(List<String> pieces, boolean text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String piece : pieces) {
      switch (piece) {
        case "stray" -> bytes.write(text ? 0xff : 0);
        case "half" -> bytes.write(text ? 0xe2 : 0);
        default -> bytes.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static long newlines(byte[] bytes) {
    return text(bytes).chars().filter(c -> c == '\n').count();
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      files.sorted(Comparator.reverseOrder()).forEach(GrepTest::remove);
    }
  }

  private static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- whatever fails

  @Test
  void linesAreFoundOnceWhateverDies() throws IOException {
    Path file =
        Files.writeString(directory.resolve("text"), "one two\nthree\ntwo and two\nend two");
    Path output = directory.resolve("found");
    KappaTest.of(Grep::grep, input(file, "two", 7L, output))
        .everyCrash()
        .check(
            run -> {
              assertThat(run.result()).isEqualTo(new Grep.Result(3, 1, output.toString()));
              assertThat(output).hasContent("1:one two\n3:two and two\n4:end two\n");
            });
  }

  @Test
  void aLineAcrossManyChunksIsFoundOnce() throws IOException {
    String line = "x".repeat(40_000) + "needle" + "x".repeat(40_000);
    Path file = Files.writeString(directory.resolve("text"), "first\n" + line + "\nlast\n");
    Path output = directory.resolve("found");
    Grep.Result result = KappaTest.run(Grep::grep, input(file, "xneedlex", 1000L, output)).result();
    assertThat(result).isEqualTo(new Grep.Result(1, 1, output.toString()));
    assertThat(output).hasContent("2:" + line + "\n");
  }

  // ---- bad input

  @Test
  void aBadExpressionIsToldWithItsPlace() {
    assertRefused("a[b-", 9L, ErrorCode.INVALID_INPUT, "input.pattern, character 2", "'[b-'");
    assertRefused("a\nb(c", 9L, ErrorCode.INVALID_INPUT, "input.pattern, character 6", "missing");
  }

  @Test
  void chunksOfNoBytesAreRefused() {
    assertRefused("a", 0L, ErrorCode.INVALID_INPUT, "input.chunkBytes: 0 (expected: 1 to");
  }

  @Test
  void aMissingPathFailsTheRun() {
    Grep.Input input = input(directory.resolve("none"), "a", 9L, directory.resolve("found"));
    RunError error = KappaTest.run(Grep::grep, input).error();
    assertThat(error.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    assertThat(error.message()).contains("none", "no such file");
    assertThat(directory.resolve("found")).doesNotExist();
  }

  private void assertRefused(String pattern, long chunk, ErrorCode code, String... texts) {
    Grep.Input input = input(directory, pattern, chunk, directory.resolve("found"));
    RunError error = KappaTest.run(Grep::grep, input).error();
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message()).contains(texts);
  }

  private static Grep.Input input(Path path, String pattern, long chunk, Path output) {
    return new Grep.Input(
        path.toString(), pattern, false, chunk, 3, null, null, null, output.toString(), null);
  }
}

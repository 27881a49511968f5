package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.StepContext;
import dev.kappa.Task;
import dev.kappa.apps.Apps;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.ObjectEntry;
import dev.kappa.testkit.KappaTest;
import dev.kappa.testkit.Run;
import dev.kappa.testkit.Scenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applications with all in a bucket, also what goes from step to step, and with a crash at every
 * place: they write what they write into a file, and leave nothing else.
 */
final class BucketAppsTest {
  private static final String PLACE = "s3://" + BucketsForTests.MEMORY + "/";

  @TempDir private Path directory = Path.of("");
  private final Bucket bucket = Bucket.of("s3://" + BucketsForTests.MEMORY);

  @BeforeEach
  void empty() {
    bucket.delete(keys(""));
  }

  private List<String> keys(String prefix) {
    return bucket.list(prefix, Integer.MAX_VALUE).stream().map(ObjectEntry::key).toList();
  }

  private void text(String name, String text) throws IOException {
    Path file = directory.resolve("texts").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    bucket.write("texts/" + name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Scenario<Object> scenario(
      String workflow, Map<String, Object> input, String field, String place, String output) {
    Map<String, Object> all = new HashMap<>(input);
    all.put(field, place);
    all.put("output", output);
    return KappaTest.of(Apps.workflows(), workflow, all);
  }

  /** Compares the object with the file that the same run writes, whatever dies. */
  private void compare(String workflow, Map<String, Object> input, String field, String path)
      throws IOException {
    Path file = directory.resolve("out");
    Run<Object> here =
        scenario(workflow, input, field, directory + "/" + path, file.toString()).run();
    assertThat(here.succeeded()).isTrue();
    String expected = Files.readString(file).replace(directory + "/", PLACE);
    List<String> before = keys("texts/");
    scenario(workflow, input, field, PLACE + path, PLACE + "out/found")
        .beforeEach(() -> bucket.delete(keys("out/")))
        .everyCrash()
        .check(
            run -> {
              assertThat(run.succeeded()).isTrue();
              assertThat(object("out/found")).isEqualTo(expected);
              assertThat(keys("out/")).containsExactly("out/found");
              assertThat(keys("texts/")).isEqualTo(before);
              nothingIsLeftOnTheDisk();
            });
  }

  /** The runs of these tests have one name, and leave what they leave in one directory. */
  private static void nothingIsLeftOnTheDisk() {
    String place =
        KappaTest.run(Task.step("place", () -> StepContext.current().outputDirectory().toString()))
            .result();
    assertThat(Path.of(place)).isDirectoryNotContaining("glob:**/run-*.{parts,work}");
  }

  private String object(String key) {
    return new String(bucket.read(key).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void wordsAreCountedWhateverDies() throws IOException {
    text("one.txt", "the cat\nand the dog\nand the ant\n");
    text("deep/two.txt", "The DOG and\nthe Ünder_1 it");
    compare("word-count", Map.of("mappers", 3, "reducers", 2), "path", "texts/**.txt");
  }

  @Test
  void linesAreFoundWhateverDies() throws IOException {
    text("one.txt", "one two\nthree\ntwo and two\nend two");
    compare(
        "grep", Map.of("pattern", "two", "chunkBytes", 7, "workers", 3), "path", "texts/one.txt");
  }

  @Test
  void itemsAreCountedOnceWhateverDies() throws IOException {
    text("log/000001.jsonl", item("a", 0) + item("b", 120) + item("a", 160));
    text("log/000002.jsonl", item("b", 20) + "no item\n" + item("a", 330));
    Map<String, Object> input =
        Map.of("windowMillis", 100, "latenessMillis", 50, "workers", 2, "batchBytes", 60);
    Path file = directory.resolve("out");
    Duration later = Duration.ofSeconds(3);
    scenario("streaming", input, "log", directory + "/texts/log", file.toString())
        .signal(later, "drain", null)
        .run()
        .result();
    List<String> expected = Files.readAllLines(file);
    scenario("streaming", input, "log", PLACE + "texts/log", PLACE + "out/report")
        .signal(later, "drain", null)
        .beforeEach(() -> bucket.delete(keys("out/")))
        .everyCrash()
        .check(
            run -> {
              assertThat(run.succeeded()).isTrue();
              List<String> lines = object("out/report").lines().toList();
              assertThat(lines.getFirst()).contains(PLACE + "texts/log");
              assertThat(lines.subList(1, lines.size()))
                  .isEqualTo(expected.subList(1, expected.size()));
              assertThat(keys("out/")).containsExactly("out/report");
              nothingIsLeftOnTheDisk();
            });
  }

  @Test
  void aCrawlIsRightWhateverDies() throws IOException {
    try (Site site = new Site()) {
      site.html("/", "<a href=a>a</a><a href=old>o</a>")
          .html("/a", "<a href=/>0</a><a href=gone>g</a>")
          .with("/old", Site.Answer.redirect(301, "/a"));
      Path file = directory.resolve("out");
      Map<String, Object> input = Map.of("workers", 2, "perHost", Map.of("rate", 1000));
      scenario("crawl", input, "url", site.url("/"), file.toString()).run().result();
      String expected = Files.readString(file);
      scenario("crawl", input, "url", site.url("/"), PLACE + "out/crawl")
          .beforeEach(() -> bucket.delete(keys("out/")))
          .everyCrash()
          .check(
              run -> {
                assertThat(run.succeeded()).isTrue();
                assertThat(object("out/crawl")).isEqualTo(expected);
                assertThat(keys("out/")).containsExactly("out/crawl");
                nothingIsLeftOnTheDisk();
              });
    }
  }

  @Test
  void aQueryIsAnsweredWhateverDies() throws IOException {
    Path file = directory.resolve("out");
    Map<String, Object> input = Map.of("scale", 0.01, "query", 3, "workers", 2);
    scenario("tpcds", input, "directory", PLACE + "data", file.toString()).run().result();
    List<String> data = keys("");
    assertThat(data).allMatch(key -> key.startsWith("data/sf-0.01/"));
    scenario("tpcds", input, "directory", PLACE + "data", PLACE + "out/rows")
        .beforeEach(() -> bucket.delete(keys("out/")))
        .everyCrash()
        .check(
            run -> {
              assertThat(run.succeeded()).isTrue();
              assertThat(object("out/rows")).isEqualTo(read(file));
              assertThat(keys("out/")).containsExactly("out/rows");
              assertThat(keys("data/")).isEqualTo(data);
              nothingIsLeftOnTheDisk();
            });
  }

  @Test
  void aPictureIsDrawnOfWhatWasNotedInTheBucket() throws IOException {
    text("one.txt", "the cat\nand the dog\nand the ant\n");
    Map<String, Object> input =
        Map.of("mappers", 2, "reducers", 2, "timeline", PLACE + "out/run.svg");
    scenario("word-count", input, "path", PLACE + "texts", PLACE + "out/counts").run().result();
    List<String> bars =
        object("out/run.svg").lines().filter(line -> line.contains("<title>")).toList();
    assertThat(bars.stream().filter(bar -> bar.contains("<title>map, "))).hasSize(2);
    assertThat(bars.stream().filter(bar -> bar.contains("<title>reduce, "))).hasSize(2);
    assertThat(bars.stream().filter(bar -> bar.contains("<title>write, "))).hasSize(1);
    assertThat(bars).noneMatch(bar -> bar.contains("cut off"));
    assertThat(keys("out/")).containsExactly("out/counts", "out/run.svg");
  }

  @Test
  void aReportOfOthersIsNotWrittenOver() throws IOException {
    text("log/000001.jsonl", item("a", 0));
    bucket.write("out/report", "mine".getBytes(StandardCharsets.UTF_8));
    Run<Object> run =
        scenario("streaming", Map.of(), "log", PLACE + "texts/log", PLACE + "out/report").run();
    assertThat(run.error().message())
        .contains("input.output: '" + PLACE + "out/report' is there already");
    assertThat(object("out/report")).isEqualTo("mine");
  }

  private static String read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return String.join("", lines.map(line -> line + "\n").toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String item(String key, long time) {
    return "{\"key\":\"%s\",\"time\":%d,\"value\":1.5}\n".formatted(key, time);
  }
}

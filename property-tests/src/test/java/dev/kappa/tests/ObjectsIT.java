package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.ReturnMode;
import dev.kappa.tests.extent.Thorough;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Applications read and write objects in a bucket as they do files. Their large values are there,
 * too.
 */
@ReturnMode
final class ObjectsIT {
  @TempDir private static Path directory;
  private static S3Server s3;
  private static Map<String, String> environment = Map.of();
  private static Path text = Path.of("");
  private static Kappa kappa;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Server.start(directory.resolve("s3"));
    Map<String, String> all = new HashMap<>(S3Server.CREDENTIALS);
    all.put("AWS_ENDPOINT_URL_S3", s3.uri().toString());
    environment = Map.copyOf(all);
    text = Files.createDirectories(directory.resolve("texts"));
    // More than one part of an upload, and more than one range of a worker.
    byte[] bible = Files.readAllBytes(Kappa.TEXT);
    write("a.txt", bible, bible);
    write("deep/b c.txt", "The lord and GOD\nLord God\n".getBytes(StandardCharsets.UTF_8));
    kappa = Kappa.onNewData(environment);
    kappa.startCoordinator("--blobs", "s3://data/values?region=us-east-1&inline=2048&sweep=1");
  }

  @AfterAll
  static void stop() {
    try {
      assertThat(s3.keys("")).as("what steps left").noneMatch(key -> key.contains(".parts/"));
    } finally {
      kappa.close();
      s3.close();
    }
  }

  private static void write(String name, byte[]... parts) throws IOException {
    Path file = text.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream here = Files.newOutputStream(file)) {
      for (byte[] part : parts) {
        here.write(part);
      }
    }
    s3.bucket().write("texts/" + name, there -> Files.copy(file, there));
  }

  private static JsonNode run(String workflow, String input) {
    return kappa
        .call("run", workflow, "--input", input, "--json")
        .exits(0)
        .document()
        .get("result");
  }

  private static String object(String place) {
    assertThat(place).startsWith("s3://data/");
    byte[] bytes = s3.bucket().read(place.substring("s3://data/".length())).orElseThrow();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void wordsOfObjectsAreCountedAsThoseOfFiles() throws IOException {
    JsonNode there =
        run(
            "word-count",
            "{\"path\":\"s3://data/texts\",\"mappers\":5,\"output\":\"s3://data/out/counts.tsv\"}");
    JsonNode here = run("word-count", "{\"path\":\"%s\",\"mappers\":5}".formatted(text));
    assertThat(there.get("total")).isEqualTo(here.get("total"));
    assertThat(there.get("top")).isEqualTo(here.get("top"));
    assertThat(object(there.get("counts").stringValue()))
        .isEqualTo(Files.readString(Path.of(here.get("counts").stringValue())));
  }

  @Test
  void objectsAreSearchedAsFilesAre() throws IOException {
    String input =
        "{\"path\":\"%s/**.txt\",\"pattern\":\"[Ll]ord.*God\",\"workers\":3,\"chunkBytes\":700001%s}";
    JsonNode there =
        run("grep", input.formatted("s3://data/texts", ",\"output\":\"s3://data/out/found\""));
    JsonNode here = run("grep", input.formatted(text, ""));
    assertThat(there.get("matches")).isEqualTo(here.get("matches"));
    assertThat(there.get("files").intValue()).isEqualTo(2);
    assertThat(
            object(there.get("output").stringValue()).replace("s3://data/texts", text.toString()))
        .isEqualTo(Files.readString(Path.of(here.get("output").stringValue())));
  }

  @Test
  void queriesAreAnsweredFromDataThatIsMadeInTheBucket() throws IOException {
    String input =
        "{\"scale\":0.01,\"query\":3,\"workers\":2,\"directory\":\"s3://data/tpcds/\",\"output\":\"s3://data/out/%s\"}";
    JsonNode result = run("tpcds", input.formatted("q03.csv"));
    List<String> rows = object(result.get("csv").stringValue()).lines().toList();
    assertThat(result.get("rows").intValue()).isEqualTo(rows.size() - 1).isPositive();
    Path copy = copied("tpcds/");
    assertThat(copy).isDirectoryNotContaining("glob:**.ticket");
    try (WholeQuery whole = new WholeQuery(copy.resolve("sf-0.01"), directory)) {
      whole.check(3, rows);
    }

    s3.bucket().delete(List.of("tpcds/sf-0.01/item/00000.parquet"));
    assertThat(error("tpcds", input.formatted("part.csv")))
        .startsWith("KAPPA-106")
        .contains("s3://data/tpcds/sf-0.01/item/00000.parquet: no such object")
        .contains("is not whole");
    assertThat(s3.keys("out/part")).isEmpty();
  }

  @Test
  void itemsOfALogInTheBucketAreCountedWhileTheyCome() throws IOException {
    JsonNode result =
        run(
            "streaming",
            "{\"log\":\"s3://data/log\",\"items\":300,\"rate\":150,\"pollMillis\":100}");
    assertThat(result.get("items").intValue()).isEqualTo(300);
    Path log = copied("log/");
    assertThat(log).isDirectoryContaining("glob:**/000002.jsonl");
    try (WindowQuery query = new WindowQuery(log, 1000, 1000)) {
      query.check(StreamReport.read(result.get("report").stringValue()));
      assertThat(result.get("late").longValue()).isEqualTo(query.number("count(*) FILTER (late)"));
    }
  }

  /** Of each of many windows there are lines: so the object is replaced while workers die. */
  @Test
  void aReportInTheBucketGrowsWhileWorkersDie() throws IOException {
    String input =
        "{\"log\":\"s3://data/long\",\"items\":1500,\"rate\":150,\"pollMillis\":100,\"windowMillis\":200,\"output\":\"s3://data/out/report\"}";
    try (Program program = kappa.start("run", "streaming", "--input", input, "--json")) {
      String before = "";
      for (int kills = 0; kills < 4; kills++) {
        int known = before.length();
        Eventually.holds("the report grows", () -> report().length() > known);
        assertThat(report()).startsWith(before).endsWith("\n");
        before = report();
        killAWorker();
      }
      JsonNode result = program.await().exits(0).document().get("result");
      assertThat(result.get("items").intValue()).isEqualTo(1500);
      assertThat(result.get("report").stringValue()).isEqualTo("s3://data/out/report");
      assertThat(report()).startsWith(before);
    }
    Path copy = Files.writeString(directory.resolve("report.jsonl"), report());
    try (WindowQuery query = new WindowQuery(copied("long/"), 200, 1000)) {
      query.check(StreamReport.read(copy.toString()));
    }
  }

  private static String report() {
    byte[] none = {};
    return new String(s3.bucket().read("out/report").orElse(none), StandardCharsets.UTF_8);
  }

  private static void killAWorker() {
    ProcessHandle worker =
        Eventually.found("a worker", () -> Processes.workers(kappa.data()).stream().findFirst());
    assertThat(worker.destroyForcibly()).isTrue();
  }

  @Test
  void theSameWordsAreCountedWhileWorkersDie() throws IOException {
    String input = "{\"path\":\"%s\",\"mappers\":24,\"workers\":3%s}";
    String there = input.formatted("s3://data/texts", ",\"output\":\"s3://data/out/killed.tsv\"");
    try (Program program = kappa.start("run", "word-count", "--input", there, "--json")) {
      for (int done = 2; done <= 8; done += 3) {
        int tasks = done;
        RunView unused = kappa.awaitRun("word-count", run -> run.tasksDone() >= tasks);
        killAWorker();
      }
      program.await().exits(0);
    }
    JsonNode here = run("word-count", input.formatted(text, ""));
    assertThat(object("s3://data/out/killed.tsv"))
        .isEqualTo(Files.readString(Path.of(here.get("counts").stringValue())));
  }

  /** No output is named, and no directory is shared. */
  @Test
  @Thorough
  void whatRunsLeaveIsWhereTheWorkersAreTold() throws IOException {
    Map<String, String> told = new HashMap<>(environment);
    told.put("KAPPA_OUTPUT", "s3://data/runs/");
    try (Kappa other = Kappa.onNewData(told);
        Site site = new Site().generated(1)) {
      other.startCoordinator();
      for (String run :
          List.of(
              "word-count {\"path\":\"s3://data/texts\",\"timeline\":\"s3://data/out/words.svg\"}",
              "grep {\"path\":\"s3://data/texts\",\"pattern\":\"Lord\"}",
              "streaming {\"items\":50,\"rate\":100}",
              "tpcds {\"scale\":0.01,\"query\":12}",
              "crawl {\"url\":\"%s\",\"perHost\":{\"rate\":1000}}".formatted(site.url("/")))) {
        int space = run.indexOf(' ');
        JsonNode result =
            other
                .call("run", run.substring(0, space), "--input", run.substring(space + 1), "--json")
                .exits(0)
                .document()
                .get("result");
        assertThat(result.toString()).contains("\"s3://data/runs/");
      }
      assertThat(other.data().resolve("output")).doesNotExist();
    }
    assertThat(s3.keys("runs/")).noneMatch(key -> key.contains(".parts/"));
    assertThat(object("s3://data/out/words.svg")).contains("<title>map, ");
  }

  @Test
  void anObjectIsReplacedOnConditionWhateverItsSize() throws IOException {
    Bucket bucket = s3.bucket();
    assertThat(bucket.create("on/condition", new byte[6 << 20])).isTrue();
    assertThat(bucket.create("on/condition", new byte[1])).isFalse();
    for (long keep : List.of(6L << 20, (5L << 20) + 1, 5L << 20, 7L)) {
      String version = bucket.find("on/condition").orElseThrow().version();
      assertThat(bucket.replace("on/condition", "\"other\"", keep, new byte[] {1})).isFalse();
      assertThat(bucket.find("on/condition").orElseThrow().version()).isEqualTo(version);
      assertThat(bucket.replace("on/condition", version, keep, new byte[] {1, 2})).isTrue();
      assertThat(bucket.replace("on/condition", version, keep, new byte[] {3})).isFalse();
      byte[] expected = Arrays.copyOf(new byte[0], (int) keep + 2);
      expected[(int) keep] = 1;
      expected[(int) keep + 1] = 2;
      assertThat(bucket.read("on/condition").orElseThrow()).isEqualTo(expected);
    }
    assertThat(bucket.replace("on/none", "\"other\"", 0, new byte[1])).isFalse();
    assertThat(bucket.read("on/condition", 7, 9)).containsExactly(1, 2);
    assertThat(bucket.read("on/condition", 9, 9)).isEmpty();
  }

  @Test
  void whatWasNeverWholeIsDropped() throws IOException {
    Bucket bucket = s3.bucket();
    assertThatThrownBy(
            () ->
                bucket.write(
                    "cut/off",
                    out -> {
                      out.write(new byte[20 << 20]);
                      bucket.dropUnfinished("cut/");
                      return out;
                    }))
        .isInstanceOf(KappaException.class);
    assertThat(bucket.find("cut/off")).isEmpty();
    bucket.dropUnfinished("cut/");
    byte[] large = new byte[20 << 20];
    byte[] written =
        bucket.write(
            "cut/whole",
            out -> {
              out.write(large);
              bucket.dropUnfinished("cut/other");
              return large;
            });
    assertThat(bucket.find("cut/whole").orElseThrow().size()).isEqualTo(written.length);
  }

  @Test
  void whatACrawlFoundIsInTheBucket() throws IOException {
    try (Site site = new Site().generated(1)) {
      String input =
          "{\"url\":\"%s\",\"workers\":4,\"perHost\":{\"rate\":1000},\"output\":\"s3://data/out/crawl.tsv\"}"
              .formatted(site.url("/"));
      JsonNode result = run("crawl", input);
      Path copy = directory.resolve("crawl.tsv");
      Files.writeString(copy, object(result.get("report").stringValue()));
      CrawlReport.read(copy.toString()).isThatOf(SequentialCrawl.of(site.url("/"), 1000, 100));
    }
  }

  private static Path copied(String prefix) throws IOException {
    Path copy = directory.resolve("copy of " + prefix);
    for (String key : s3.keys(prefix)) {
      Path file = copy.resolve(key.substring(prefix.length()));
      Files.createDirectories(file.getParent());
      Files.write(file, s3.bucket().read(key).orElseThrow());
    }
    return copy;
  }

  @Test
  void whatIsNotThereIsToldByItsCode() {
    for (String input :
        List.of(
            "word-count {\"path\":\"s3://absent/x\"}",
            "grep {\"path\":\"s3://absent/x\",\"pattern\":\"x\"}",
            "tpcds {\"query\":3,\"scale\":0.01,\"directory\":\"s3://absent/x\"}",
            "streaming {\"log\":\"s3://absent/x\"}")) {
      assertThat(error(input.substring(0, input.indexOf(' ')), input.substring(input.indexOf('{'))))
          .startsWith("KAPPA-601")
          .contains("there is no bucket 'absent' at " + s3.uri());
    }
    for (String workflow : List.of("word-count", "grep")) {
      assertThat(
              error(
                  workflow,
                  "{\"path\":\"s3://data/none\"%s}"
                      .formatted(workflow.equals("grep") ? ",\"pattern\":\"x\"" : "")))
          .startsWith("KAPPA-106")
          .contains("can't read 's3://data/none'");
    }
    s3.bucket().write("mine", new byte[1]);
    assertThat(error("streaming", "{\"log\":\"s3://data/log\",\"output\":\"s3://data/mine\"}"))
        .startsWith("KAPPA-102")
        .contains("input.output: 's3://data/mine' is there already");
  }

  @Test
  void aBucketForTheOutputThatIsNotThereIsToldBeforeThereIsWork() {
    try (Site site = new Site()) {
      for (String input :
          List.of(
              "word-count {\"path\":\"s3://data/texts\",\"timeline\":\"s3://absent/x\"}",
              "word-count {\"path\":\"s3://data/texts\",\"output\":\"s3://absent/x\"}",
              "grep {\"path\":\"s3://data/texts\",\"pattern\":\"x\",\"output\":\"s3://absent/x\"}",
              "tpcds {\"query\":3,\"scale\":0.01,\"directory\":\"s3://data/no\",\"output\":\"s3://absent/x\"}",
              "crawl {\"url\":\"%s\",\"output\":\"s3://absent/x\"}".formatted(site.url("/")))) {
        int space = input.indexOf(' ');
        assertThat(error(input.substring(0, space), input.substring(space + 1)))
            .startsWith("KAPPA-601")
            .contains("there is no bucket 'absent' at " + s3.uri());
      }
      assertThat(site.askedInAll()).isZero();
      assertThat(s3.keys("no/")).isEmpty();
    }
  }

  private static String error(String workflow, String input) {
    JsonNode error =
        kappa.call("run", workflow, "--input", input, "--json").exits(1).document().get("error");
    return error.get("code").stringValue() + " " + error.get("message").stringValue();
  }

  @Test
  void stepWritesAnObjectAndPassesItsKeyOn() {
    String jar =
        TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
    try (Kappa other = Kappa.onNewData(environment)) {
      Called called = other.call("run", "archive", "--jar", jar, "--input", "{\"n\":3000000}");
      assertThat(called.exits(0).out()).isEqualTo("3000000\n");
    }
    assertThat(s3.keys("archive/")).singleElement().asString().matches("archive/[^/]+/0\\.0/\\d+");
  }
}

package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Applications read and write objects in a bucket as they do files. */
final class ObjectsIT {
  @TempDir private static Path directory;
  private static S3Server s3;
  private static Map<String, String> environment = Map.of();
  private static Path text = Path.of("");

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
  }

  @AfterAll
  static void stop() {
    s3.close();
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

  private static JsonNode run(Kappa kappa, String workflow, String input) {
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
    try (Kappa kappa = Kappa.onNewData(environment)) {
      JsonNode there =
          run(
              kappa,
              "word-count",
              "{\"path\":\"s3://data/texts\",\"mappers\":5,\"output\":\"s3://data/out/counts.tsv\"}");
      JsonNode here = run(kappa, "word-count", "{\"path\":\"%s\",\"mappers\":5}".formatted(text));
      assertThat(there.get("total")).isEqualTo(here.get("total"));
      assertThat(there.get("top")).isEqualTo(here.get("top"));
      assertThat(object(there.get("counts").stringValue()))
          .isEqualTo(Files.readString(Path.of(here.get("counts").stringValue())));
    }
  }

  @Test
  void objectsAreSearchedAsFilesAre() throws IOException {
    String input =
        "{\"path\":\"%s/**.txt\",\"pattern\":\"[Ll]ord.*God\",\"workers\":3,\"chunkBytes\":700001%s}";
    try (Kappa kappa = Kappa.onNewData(environment)) {
      JsonNode there =
          run(
              kappa,
              "grep",
              input.formatted("s3://data/texts", ",\"output\":\"s3://data/out/found\""));
      JsonNode here = run(kappa, "grep", input.formatted(text, ""));
      assertThat(there.get("matches")).isEqualTo(here.get("matches"));
      assertThat(there.get("files").intValue()).isEqualTo(2);
      assertThat(
              object(there.get("output").stringValue()).replace("s3://data/texts", text.toString()))
          .isEqualTo(Files.readString(Path.of(here.get("output").stringValue())));
    }
  }

  @Test
  void whatIsNotThereIsToldByItsCode() {
    try (Kappa kappa = Kappa.onNewData(environment)) {
      for (String workflow : List.of("word-count", "grep")) {
        String input = "{\"path\":\"%s\",\"pattern\":\"x\"}";
        if (workflow.equals("word-count")) {
          input = "{\"path\":\"%s\"}";
        }
        assertThat(error(kappa, workflow, input.formatted("s3://absent/texts")))
            .startsWith("KAPPA-601")
            .contains("there is no bucket 'absent' at " + s3.uri());
        assertThat(error(kappa, workflow, input.formatted("s3://data/none")))
            .startsWith("KAPPA-106")
            .contains("can't read 's3://data/none'");
      }
    }
  }

  private static String error(Kappa kappa, String workflow, String input) {
    JsonNode error =
        kappa.call("run", workflow, "--input", input, "--json").exits(1).document().get("error");
    return error.get("code").stringValue() + " " + error.get("message").stringValue();
  }

  @Test
  void stepWritesAnObjectAndPassesItsKeyOn() {
    String jar =
        TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
    try (Kappa kappa = Kappa.onNewData(environment)) {
      Called called = kappa.call("run", "archive", "--jar", jar, "--input", "{\"n\":3000000}");
      assertThat(called.exits(0).out()).isEqualTo("3000000\n");
    }
    assertThat(s3.keys("archive/")).singleElement().asString().matches("archive/[^/]+/0\\.0/\\d+");
  }
}

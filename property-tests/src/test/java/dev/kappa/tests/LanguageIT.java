package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.ReturnMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Selects, signals, time limits, scopes, sagas and permits on real workers. */
@ReturnMode
class LanguageIT {
  private static final String ADA = "{\"by\":\"Ada\"}";

  @TempDir private static Path files;
  private static String jar = "";

  @BeforeAll
  static void jar() {
    jar = TestJar.write(files.resolve("app.jar"), TestApplication.class.getName()).toString();
  }

  @BeforeEach
  void anew() throws IOException {
    Files.deleteIfExists(files.resolve("journal"));
  }

  @Test
  void personApprovesAtTheAddressThatTheRunPublishes() throws Exception {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator("--jar", jar);
      String run = begin(kappa, "approval", "{\"n\":3600000}");
      String url =
          Eventually.found(
                  "the run published its address",
                  () -> Optional.ofNullable(kappa.find(run).values().get("url")))
              .replace("\"", "");
      assertThat(url).endsWith("/v1/runs/" + run + "/signals/approved");

      assertThat(post(url, "not JSON")).isEqualTo(400);
      String another = url.replace("approved", "another");
      assertThat(post(another, ADA)).isEqualTo(200);
      assertThat(post(another, ADA)).as("the same again").isEqualTo(200);
      assertThat(post(another, "{\"by\":\"Bob\"}")).as("something else").isEqualTo(409);
      assertThat(post(url, ADA)).isEqualTo(200);
      assertThat(kappa.call("result", run).exits(0).out()).isEqualTo("\"approved by Ada\"\n");
      assertThat(post(url, ADA)).as("the same, when the run has ended").isEqualTo(200);
      String late = url.replace("approved", "late");
      assertThat(post(late, ADA)).as("a run that has ended").isEqualTo(409);

      JsonNode document =
          JsonMapper.shared().readTree(kappa.call("status", run, "--json").exits(0).out());
      assertThat(document.get("values").get("url").stringValue()).isEqualTo(url);
    }
  }

  @Test
  void signalComesByTheCommandLineAlsoBeforeItIsWaitedFor() {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator("--jar", jar);
      String run = begin(kappa, "approval", "{\"n\":3600000}");
      kappa.call("signal", run, "approved", "--input", ADA).exits(0);
      assertThat(kappa.call("result", run).exits(0).out()).isEqualTo("\"approved by Ada\"\n");

      kappa.call("signal", run, "late", "--json").fails("KAPPA-110", 2);
      kappa.call("signal", run, "a/b", "--json").fails("KAPPA-109", 2);
    }
  }

  @Test
  void nobodyApprovesInTime() {
    assertThat(result("approval", "{\"n\":300}")).isEqualTo("\"not approved\"\n");
  }

  @Test
  void tripThatCanNotBePaidIsUndone() throws Exception {
    assertThat(result("trip", journal())).isEqualTo("\"no money\"\n");
    assertThat(noted())
        .containsExactly("book flight", "book hotel", "undo book hotel", "undo book flight");
  }

  @Test
  void loserOfARaceCleansUp() throws Exception {
    assertThat(result("race", journal())).isEqualTo("\"hare\"\n");
    assertThat(noted()).containsExactly("the tortoise rests");
  }

  @Test
  void whatTakesTooLongIsBrokenOffAndCleansUp() throws Exception {
    assertThat(result("late", journal())).isEqualTo("\"not done within PT0.3S\"\n");
    assertThat(noted()).containsExactly("cleaned");
  }

  @Test
  void permitsGoRound() {
    assertThat(result("permits", "{\"n\":20}")).isEqualTo("20\n");
  }

  @Test
  void runsSignalEachOther() {
    assertThat(result("dialogue", "{\"n\":7}")).isEqualTo("42\n");
  }

  @Test
  void errorOfASpawnedTaskSaysWhoSpawnedIt() {
    try (Kappa kappa = Kappa.onNewData()) {
      String err = kappa.call("run", "throw-apart", "--jar", jar).exits(1).err();
      assertThat(err)
          .contains("in task 1.1", "spawned by workflow 'throw-apart'")
          .containsPattern("spawned by TestApplication\\.\\S+ \\(TestApplication\\.java:\\d+\\)");
    }
  }

  private static String result(String workflow, String input) {
    try (Kappa kappa = Kappa.onNewData()) {
      return kappa.call("run", workflow, "--jar", jar, "--input", input).exits(0).out();
    }
  }

  private static String begin(Kappa kappa, String workflow, String input) {
    return kappa.call("run", workflow, "--input", input, "--detach").exits(0).out().strip();
  }

  private static String journal() {
    return JsonMapper.shared()
        .writeValueAsString(Map.of("file", files.resolve("journal").toString()));
  }

  private static List<String> noted() throws IOException {
    return Files.readAllLines(files.resolve("journal"));
  }

  private static int post(String url, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
  }
}

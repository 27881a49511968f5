package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.OneMode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Workers that return what they did are given, and return, more than fits in an invocation: it goes
 * through a bucket, and nothing is left there.
 */
@OneMode
final class LargePayloadsIT {
  private static final int LETTER = 5_999_000;

  @TempDir private static Path directory;
  private static String jar = "";
  private static S3Server s3;

  @BeforeAll
  static void start() throws IOException {
    jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
    s3 = S3Server.start(directory.resolve("s3"));
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  private static void start(Kappa kappa, String prefix, URI server, String more) {
    String place =
        "s3://%s/%s?region=us-east-1&endpoint=%s&sweep=1%s"
            .formatted(S3Server.BUCKET, prefix, URLEncoder.encode(server.toString(), UTF_8), more);
    kappa.startCoordinator("--jar", jar, "--blobs", place, "--workers-mode", "return");
  }

  private static Called run(Kappa kappa, String workflow, String input) {
    return kappa.call("run", workflow, "--jar", jar, "--input", input);
  }

  private static void demandThatNothingIsLeft(String prefix) {
    Eventually.holds("nothing is left", () -> s3.keys(prefix + "/").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "results, 400, 52000, 20800000",
    "frames, 120, 50000, 6000000",
    "frames, 3, 3000000, 9000000",
    "message, 5, 1000000, 5000000"
  })
  void whatATaskIsGivenAndComesToMayBeLarge(String workflow, int n, int bytes, String result) {
    try (Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      String prefix = "large-" + workflow + "-" + n;
      start(kappa, prefix, s3.uri(), "");
      String input = "{\"n\":%d,\"bytes\":%d}".formatted(n, bytes);
      assertThat(run(kappa, workflow, input).exits(0).out()).isEqualTo(result + "\n");
      demandThatNothingIsLeft(prefix);
    }
  }

  @Test
  void inputMayBeAsLargeAsARequestAndIsReadAlsoWhereAllIsSealed() throws IOException {
    Path input = directory.resolve("letter.json");
    Files.writeString(input, "{\"text\":\"" + "x".repeat(LETTER) + "\"}");
    try (Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      start(kappa, "letter", s3.uri(), "&seal=true");
      assertThat(run(kappa, "letter", "@" + input).exits(0).out()).isEqualTo(LETTER + "\n");
      demandThatNothingIsLeft("letter");
    }
  }

  @Test
  void resultMayBeLargerThanAnInvocationsAnswer() {
    try (Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      start(kappa, "answer", s3.uri(), "");
      String out = run(kappa, "answer", "{\"n\":8,\"bytes\":1000000}").exits(0).out();
      assertThat(out).hasSize("\"\"\n".length() + 8_000_000);
      demandThatNothingIsLeft("answer");
    }
  }

  @Test
  void whatAKilledWorkerHadPutThereIsSweptAndItsTaskGoesOnWithAnother() throws Exception {
    try (HeldAnswers held = HeldAnswers.before(s3.uri(), LargePayloadsIT::isFirstAnswer);
        Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      start(kappa, "killed", held.uri(), "");
      String run =
          kappa
              .call(
                  "run",
                  "frames",
                  "--jar",
                  jar,
                  "--input",
                  "{\"n\":120,\"bytes\":50000}",
                  "--detach")
              .exits(0)
              .out()
              .strip();
      held.awaitHeld();
      assertThat(s3.keys("killed/")).anyMatch(key -> key.contains("-answer-"));
      Processes.workers(kappa.data()).forEach(ProcessHandle::destroyForcibly);
      assertThat(kappa.call("result", run).exits(0).out()).isEqualTo("6000000\n");
      demandThatNothingIsLeft("killed");
    }
  }

  private static boolean isFirstAnswer(String request) {
    return request.matches("PUT /data/killed/.*/0\\.0/1/[0-9]+-answer-.*");
  }
}

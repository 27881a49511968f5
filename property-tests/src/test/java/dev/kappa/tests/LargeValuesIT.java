package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.ReturnMode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real workers put large values into a bucket, and nothing is left there. */
@ReturnMode
final class LargeValuesIT {
  private static final String LARGE = "{\"n\":3000000}";

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

  private static String blobs(String bucket, String prefix, URI server) {
    return "s3://%s/%s?region=us-east-1&endpoint=%s&sweep=1"
        .formatted(bucket, prefix, URLEncoder.encode(server.toString(), UTF_8));
  }

  private static void start(Kappa kappa, String prefix, URI server) {
    kappa.startCoordinator("--jar", jar, "--blobs", blobs(S3Server.BUCKET, prefix, server));
  }

  private static String begin(Kappa kappa, String workflow) {
    return kappa
        .call("run", workflow, "--jar", jar, "--input", LARGE, "--detach")
        .exits(0)
        .out()
        .strip();
  }

  @Test
  void largeValueIsInTheBucketAsLongAsItIsLiveAndAlsoWhenAllStartsAnew() {
    try (Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      start(kappa, "live", s3.uri());
      String run = begin(kappa, "kept");
      kappa.awaitRun("kept", r -> r.values().containsKey("waits"));
      Eventually.holds("one is live", () -> s3.keys("live/").size() == 1);
      List<String> keys = s3.keys("live/");
      assertThat(keys.getFirst())
          .matches("live/[0-9a-f]{12}/" + run + "/0\\.0/\\d+/300\\d{4}-\\d+-[0-9a-f]{32}-s3");

      Processes.of(kappa.data()).forEach(ProcessHandle::destroyForcibly);
      // Where large values are is remembered with the other options.
      kappa.startCoordinator();
      assertThat(s3.keys("live/")).isEqualTo(keys);
      kappa.call("signal", run, "go", "--input", "\"now\"").exits(0);
      assertThat(kappa.call("result", run).exits(0).out()).isEqualTo("3000000\n");
      Eventually.holds("nothing is left", () -> s3.keys("live/").isEmpty());
    }
  }

  @Test
  void whatAKilledWorkerPutThereWithoutACommitIsSwept() throws Exception {
    try (HeldAnswers held = HeldAnswers.before(s3.uri(), LargeValuesIT::isFirstAttempts);
        Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      start(kappa, "killed", held.uri());
      String run = begin(kappa, "kept");
      held.awaitHeld();
      String left = s3.keys("killed/").getFirst();
      Processes.workers(kappa.data()).forEach(ProcessHandle::destroyForcibly);

      kappa.awaitRun("kept", r -> r.values().containsKey("waits"));
      Eventually.holds(
          "only what is live is there",
          () -> s3.keys("killed/").size() == 1 && !s3.keys("killed/").contains(left));
      kappa.call("signal", run, "go", "--input", "\"now\"").exits(0);
      assertThat(kappa.call("result", run).exits(0).out()).isEqualTo("3000000\n");
      Eventually.holds("nothing is left", () -> s3.keys("killed/").isEmpty());
    }
  }

  /** Killed at its time limit, it would look as if its step were too long: KAPPA-305. */
  @Test
  void workerSaysThatTheBucketIsSilentBeforeItsTimeIsOver() throws Exception {
    try (HeldAnswers held =
            HeldAnswers.before(
                s3.uri(), request -> request.matches("PUT /data/silent/.*/0\\.0/.*"));
        Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      String blobs = blobs(S3Server.BUCKET, "silent", held.uri());
      kappa.startCoordinator("--jar", jar, "--blobs", blobs, "--timeout", "4s", "--crashes", "1");
      Called called = kappa.call("run", "large", "--jar", jar, "--input", LARGE, "--json");
      called.fails("KAPPA-310", 1);
      assertThat(called.out()).contains("KAPPA-605", "a bucket for large values does not answer");
    }
  }

  private static boolean isFirstAttempts(String request) {
    return request.matches("PUT /data/killed/.*/0\\.0/1/.*");
  }

  @Test
  void whatIsPutThereAfterARunWasForgottenIsSweptToo() {
    try (Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      start(kappa, "late", s3.uri());
      String run = begin(kappa, "kept");
      kappa.awaitRun("kept", r -> r.values().containsKey("waits"));
      Eventually.holds("one is live", () -> s3.keys("late/").size() == 1);
      String live = s3.keys("late/").getFirst();
      String late = live.replace(run, "AAAAAAAAAAAAAAAA");
      s3.bucket().write(late, new byte[1]);
      String foreign = "late/another-store/AAAAAAAAAAAAAAAA/0.0/1/1-1-a-s3";
      s3.bucket().write(foreign, new byte[1]);

      Eventually.holds("it is swept", () -> !s3.keys("late/").contains(late));
      assertThat(s3.keys("late/")).containsExactlyInAnyOrder(live, foreign);
      kappa.call("terminate", run).exits(0);
      Eventually.holds("nothing is left", () -> s3.keys("late/").equals(List.of(foreign)));
    }
  }

  @Test
  void bucketThatIsNotThereIsRefusedAtTheStart() {
    try (Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      Called called =
          kappa.call(
              "run",
              "large",
              "--jar",
              jar,
              "--input",
              LARGE,
              "--json",
              "--blobs",
              blobs("absent", "x", s3.uri()));
      called.fails("KAPPA-601", 3);
      assertThat(called.out()).contains("there is no bucket 'absent' at " + s3.uri());
    }
  }

  @Test
  void serverThatDoesNotAnswerIsRefusedAtTheStart() {
    URI nobody = URI.create("http://127.0.0.1:" + OwnRedis.freePort());
    try (Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      kappa
          .call(
              "run",
              "large",
              "--jar",
              jar,
              "--input",
              LARGE,
              "--json",
              "--blobs",
              blobs("data", "x", nobody))
          .fails("KAPPA-605", 3);
    }
  }
}

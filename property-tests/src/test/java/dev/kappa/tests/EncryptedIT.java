package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads Redis's files, or the bucket, finds no value of a run. */
final class EncryptedIT {
  private static final String WORD = "what-nobody-else-should-read";
  private static final String LARGE = "x".repeat(100);

  @TempDir private Path directory;
  private String jar = "";

  @BeforeEach
  void prepare() {
    jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName()).toString();
  }

  private String key(Kappa kappa, String... more) {
    Path file = directory.resolve("keys");
    List<String> call = new ArrayList<>(List.of("key", "--file", file.toString()));
    call.addAll(List.of(more));
    kappa.callElsewhere(call.toArray(String[]::new)).exits(0);
    return "file:" + file;
  }

  /** Starts a run that waits with a large value; gives it a word. */
  private String run(Kappa kappa, String... more) {
    List<String> call =
        new ArrayList<>(
            List.of("run", "kept", "--jar", jar, "--input", "{\"n\":200000}", "--detach"));
    call.addAll(List.of(more));
    String run = kappa.call(call.toArray(String[]::new)).exits(0).out().strip();
    kappa.awaitRun("kept", r -> r.values().containsKey("waits"));
    return run;
  }

  private static void end(Kappa kappa, String run) {
    kappa.call("signal", run, "go", "--input", "\"" + WORD + "\"").exits(0);
    assertThat(kappa.call("result", run).exits(0).out()).isEqualTo("200000\n");
  }

  /** All that Redis ever wrote: its append-only file has each command. */
  private static String written(Kappa kappa) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(kappa.data())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".aof")).toList()) {
        all.append(Files.readString(file, ISO_8859_1));
      }
    }
    assertThat(all.length()).isPositive();
    return all.toString();
  }

  private static void stop(Kappa kappa) {
    ProcessHandle.of(kappa.awaitOwner().pid()).orElseThrow().destroyForcibly();
    Processes.of(kappa.data()).forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void redisHasNoValueAndWithoutTheKeyNobodyReadsOne() throws IOException {
    try (Kappa kappa = Kappa.onNewData()) {
      String keys = key(kappa);
      kappa.startCoordinator("--jar", jar, "--keys", keys);
      String run = run(kappa);
      String waiting = run(kappa, "--key", "other");
      end(kappa, run);
      assertThat(written(kappa)).doesNotContain(WORD, LARGE, "kept", "TestApplication");

      stop(kappa);
      kappa.call("status", waiting, "--keys", "none", "--json").fails("KAPPA-703", 3);
      assertThat(kappa.call("status", waiting).exits(0).out()).contains("kept");
      // Which keys there are is remembered with the other options.
      kappa.startCoordinator();
      end(kappa, waiting);
      assertThat(written(kappa)).doesNotContain(WORD, LARGE);
    }
  }

  /** Shows that the test above would find them. */
  @Test
  void withoutKeysValuesAreThere() throws IOException {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator("--jar", jar);
      end(kappa, run(kappa));
      assertThat(written(kappa)).contains(WORD, LARGE, "kept");
    }
  }

  @Test
  void runGoesOnWithAnotherKeyAndThenWithoutTheFirst() throws IOException {
    try (Kappa kappa = Kappa.onNewData()) {
      String keys = key(kappa);
      kappa.startCoordinator("--jar", jar, "--keys", keys);
      String run = run(kappa);
      stop(kappa);
      key(kappa);
      kappa.startCoordinator();
      kappa.awaitRun("kept", r -> r.values().containsKey("waits"));
      stop(kappa);
      Path file = directory.resolve("keys");
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).hasSize(2);
      Files.writeString(file, lines.getLast() + "\n");
      kappa.startCoordinator();
      end(kappa, run);

      stop(kappa);
      Files.writeString(file, lines.getFirst() + "\n");
      kappa
          .call("run", "turns", "--jar", jar, "--input", "{\"n\":1}", "--json")
          .fails("KAPPA-703", 3);
    }
  }

  @Test
  void bucketHasNoValue() throws IOException {
    try (S3Server s3 = S3Server.start(directory.resolve("s3"));
        Kappa kappa = Kappa.onNewData(S3Server.CREDENTIALS)) {
      String blobs =
          "s3://%s/sealed?region=us-east-1&sweep=1&endpoint=%s"
              .formatted(S3Server.BUCKET, URLEncoder.encode(s3.uri().toString(), UTF_8));
      kappa.startCoordinator("--jar", jar, "--keys", key(kappa), "--blobs", blobs);
      String run = run(kappa);
      Eventually.holds("one is live", () -> s3.keys("sealed/").size() == 1);
      String object = s3.keys("sealed/").getFirst();
      byte[] bytes = s3.bucket().read(object).orElseThrow();
      assertThat(bytes.length).isGreaterThan(200_000);
      assertThat(new String(bytes, ISO_8859_1)).doesNotContain(LARGE);
      assertThat(object).endsWith("-s3e");

      // What stored values need of the code is in blobs, too.
      assertThat(kappa.call("upgrade-check", jar).exits(0).out()).doesNotContain("unreadable");
      stop(kappa);
      kappa.startCoordinator();
      end(kappa, run);
      Eventually.holds("nothing is left", () -> s3.keys("sealed/").isEmpty());
    }
  }
}

package dev.kappa.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.S3Server;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The server as S3, where large values are, and objects that steps write. */
final class BucketServer implements AutoCloseable {
  /** Below it are large values. */
  static final String PREFIX = "soak/";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Less than usual: so more is there. */
  private static final int INLINE = 16 << 10;

  /** Its own is behind the prefix and the store. */
  private static final int RUN = 2;

  private final S3Server server;

  private BucketServer(S3Server server) {
    this.server = server;
  }

  static BucketServer start(Path directory) throws IOException {
    return new BucketServer(S3Server.start(directory));
  }

  int port() {
    return server.port();
  }

  ProcessHandle process() {
    return server.process().toHandle();
  }

  /** {@return what coordinators are told of it that reach it at a port} */
  static List<String> options(int port) {
    String endpoint = URLEncoder.encode(at(port), StandardCharsets.UTF_8);
    return List.of(
        "--blobs",
        "s3://%s/%s?region=us-east-1&endpoint=%s&sweep=1&inline=%d"
            .formatted(S3Server.BUCKET, PREFIX.replace("/", ""), endpoint, INLINE));
  }

  /** {@return what is in the environment of those whose steps reach it at a port} */
  static Map<String, String> environment(int port) {
    Map<String, String> all = new HashMap<>(S3Server.CREDENTIALS);
    all.put("AWS_ENDPOINT_URL_S3", at(port));
    return all;
  }

  private static String at(int port) {
    return "http://127.0.0.1:" + port;
  }

  // ---- what is there

  /** {@return the keys of large values} */
  List<String> keys() {
    return server.keys(PREFIX);
  }

  /** {@return whose run such a key is} */
  static String runOf(String key) {
    return key.split("/", -1)[RUN];
  }

  /** {@return the runs that have large values} */
  Set<String> runs() {
    Set<String> runs = new TreeSet<>();
    keys().forEach(key -> runs.add(runOf(key)));
    return runs;
  }

  /** {@return the text of an object; empty if there is none} */
  String text(String key) {
    byte[] bytes = server.bucket().read(key).orElse(new byte[0]);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  // ---- what goes wrong

  /**
   * Ends it as {@code kill -9} does, and starts it again. It writes over its list of all keys in
   * place: killed in the middle of that it would have lost the bucket, which no bucket does. So it
   * is killed at a moment when its files are whole, whatever requests are under way.
   *
   * @param away how long it stays away, and then as long as it takes to start
   */
  void killAndStartAgain(Duration away) throws IOException, InterruptedException {
    ProcessHandle process = process();
    Signals.stop(process);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isWhole()) {
      assertThat(System.nanoTime() - end).as("files of the S3 server stay broken").isNegative();
      Signals.resume(process);
      Thread.sleep(1);
      Signals.stop(process);
    }
    server.kill();
    Thread.sleep(away);
    server.startAgain();
  }

  private boolean isWhole() throws IOException {
    try (Stream<Path> files = Files.walk(server.objects())) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted(Comparator.naturalOrder())
          .allMatch(BucketServer::isJson);
    }
  }

  private static boolean isJson(Path file) {
    try {
      return !JsonMapper.shared().readTree(Files.readAllBytes(file)).isMissingNode();
    } catch (NoSuchFileException e) {
      return true;
    } catch (JacksonException | IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

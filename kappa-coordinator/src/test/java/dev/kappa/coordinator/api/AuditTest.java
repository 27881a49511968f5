package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.access.Caller;
import dev.kappa.coordinator.access.Keys;
import dev.kappa.coordinator.access.PeerProof;
import dev.kappa.coordinator.access.Role;
import dev.kappa.coordinator.access.Token;
import dev.kappa.coordinator.access.TokenFile;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.SignalProof;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
  private static final Keys KEYS = Keys.of("the store's secret");

  @TempDir private Path directory;
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private Path file;
  private Token reader;
  private Token ada;
  private TokenFile tokens;
  private Audit audit;
  private ApiServer server;
  private RawHttp http;

  @BeforeEach
  void start() {
    file = directory.resolve("audit.jsonl");
    Path known = directory.resolve("tokens");
    reader = TokenFile.add(known, "dashboard", Role.READ);
    ada = TokenFile.add(known, "ada", Role.ADMIN);
    tokens = TokenFile.open(known);
    audit = Audit.to(file);
    Entrance entrance = new Entrance(Guard.of(tokens, KEYS), audit, null);
    FakeRuns runs = new FakeRuns();
    server =
        ApiServer.start(group, "127.0.0.1", 0, runs, runs, Optional::empty, entrance, Metrics.NONE);
    http = new RawHttp(server.uri());
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
    audit.close();
    tokens.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceFirst("\"time\":\"[^\"]+Z\",", ""))
        .toList();
  }

  private void ask(Token token, String method, String path, String body) {
    http.send(method, path, body, "Authorization", "Bearer " + token.text());
  }

  @Test
  void eachChangeIsALineThatSaysWhoAndWhatAndFromWhere() throws IOException {
    ask(ada, "POST", "/v1/runs", "{\"workflow\":\"wait\"}");
    http.post(
        "/v1/runs/run-1/signals/go?proof=" + SignalProof.of(KEYS.signals(), "run-1", "go"), "1");
    ask(ada, "POST", "/v1/runs/run-1/cancel", "");
    ask(ada, "POST", "/v1/runs/run-9/terminate", "");
    assertThat(lines())
        .containsExactly(
            """
            {"who":"ada","action":"start","of":"run-1","detail":"wait","from":"127.0.0.1","status":201}""",
            """
            {"who":"webhook","action":"signal","of":"run-1","detail":"go","from":"127.0.0.1","status":200}""",
            """
            {"who":"ada","action":"cancel","of":"run-1","from":"127.0.0.1","status":200}""",
            """
            {"who":"ada","action":"terminate","of":"run-9","from":"127.0.0.1","status":404}""");
  }

  @Test
  void whatIsNotAllowedIsALineAndToLookIsNone() throws IOException {
    ask(ada, "POST", "/v1/runs", "{\"workflow\":\"wait\"}");
    Files.delete(file);
    ask(reader, "GET", "/v1/runs/run-1", "");
    ask(reader, "POST", "/v1/runs/run-1/cancel", "");
    assertThat(lines())
        .containsExactly(
            """
            {"who":"dashboard","action":"cancel","of":"run-1","from":"127.0.0.1","status":403}""");
  }

  @Test
  void whatAnotherCoordinatorSendsOnIsOnItsRecordAlone() {
    String body = "{\"workflow\":\"wait\",\"key\":\"k\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String proof =
        PeerProof.of(KEYS.peers(), "POST", "/v1/runs", bytes, System.currentTimeMillis());
    HttpResponse<String> answer = http.send("POST", "/v1/runs", body, ApiServer.FORWARDED, proof);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(file).isEmptyFile();
  }

  @Test
  void noSecretAndNoPayloadIsOnRecordOrInTheLog() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    String proof = SignalProof.of(KEYS.signals(), "run-1", "go");
    try (PrintStream heard = new PrintStream(log, true, StandardCharsets.UTF_8)) {
      System.setErr(heard);
      ask(
          ada,
          "POST",
          "/v1/runs",
          "{\"workflow\":\"wait\",\"input\":\"payload-1\",\"key\":\"key-1\"}");
      http.post("/v1/runs/run-1/signals/go?proof=" + proof, "\"payload-2\"");
      ask(new Token("kappa_wrong"), "POST", "/v1/runs", "payload-3");
      ask(ada, "POST", "/v1/runs", "payload-4");
      ask(reader, "PUT", "/v1/schedules/nightly", "{\"input\":\"payload-5\"}");
    } finally {
      System.setErr(before);
    }
    assertThat(file).content().isNotEmpty();
    assertThat(Files.readString(file) + log)
        .doesNotContain(ada.text(), reader.text(), "kappa_wrong", proof)
        .doesNotContain(KEYS.peers(), KEYS.signals(), "payload-", "key-1");
  }

  @Test
  void recordIsForItsOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void recordOnStandardErrorIsMarkedAmongOtherLines() {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    AuditLine line =
        AuditLine.of(
            Instant.EPOCH,
            new Caller.Webhook(),
            new ApiCall.Cancel("run-1"),
            "10.0.0.9",
            ApiAnswer.of(HttpResponseStatus.OK, "{}"));
    try (PrintStream heard = new PrintStream(log, true, StandardCharsets.UTF_8)) {
      System.setErr(heard);
      try (Audit lines = Audit.to(Audit.STANDARD_ERROR)) {
        heard.println("another");
        lines.write(Objects.requireNonNull(line)).join();
      }
    } finally {
      System.setErr(before);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            another
            {"kappa":"audit","time":"1970-01-01T00:00:00Z","who":"webhook","action":"cancel","of":"run-1","from":"10.0.0.9","status":200}
            """);
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void recordThatCannotBeWrittenIsToldAtTheStart() {
    assertThatThrownBy(() -> Audit.to(directory.resolve("none/audit")))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
  }
}

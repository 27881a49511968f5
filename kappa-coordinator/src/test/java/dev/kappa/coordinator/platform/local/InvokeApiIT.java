package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.children.Eventually;
import dev.kappa.coordinator.platform.InvokeCredentials;
import dev.kappa.coordinator.platform.local.handler.ScriptedHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Invoke API's own answers, as any client sees them. */
class InvokeApiIT {
  private static final String[] NOTHING = {};

  @TempDir static Path shared;
  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable LocalLambda service;
  private URI endpoint = URI.create("");
  private InvokeCredentials credentials = InvokeCredentials.random();

  @BeforeEach
  void start() throws IOException {
    LocalLambda started =
        LocalLambda.start(
            LocalLambdaSettings.of(
                    "test", HandlerJar.in(shared), ScriptedHandler.class.getName(), directory)
                .withCacheDirectory(shared.resolve("cache"))
                .withConcurrency(1)
                .withStartupArchive(false));
    service = started;
    endpoint = started.endpoint();
    credentials = started.credentials();
  }

  @AfterEach
  void stop() {
    http.close();
    if (service != null) {
      service.close();
    }
  }

  private HttpResponse<String> post(String function, String type, String body)
      throws IOException, InterruptedException {
    return post(function, type, body, "Authorization", signedWith(credentials));
  }

  private HttpResponse<String> post(String function, String type, String body, String... headers)
      throws IOException, InterruptedException {
    URI uri = endpoint.resolve("/2015-03-31/functions/" + function + "/invocations");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("X-Amz-Invocation-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String signedWith(InvokeCredentials credentials) {
    return "AWS4-HMAC-SHA256 Credential=%s/20261129/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00"
        .formatted(credentials.accessKeyId());
  }

  private static String errorType(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-amzn-ErrorType").orElse("");
  }

  @Test
  void answerNamesTheVersionAndTheRequest() throws Exception {
    HttpResponse<String> answer = post("test", "RequestResponse", "\"echo:a\"");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("\"a\"");
    assertThat(answer.headers().firstValue("X-Amz-Executed-Version")).hasValue("$LATEST");
    assertThat(answer.headers().firstValue("x-amzn-RequestId").orElse("")).hasSize(36);
    assertThat(answer.headers().firstValue("X-Amz-Function-Error")).isEmpty();
  }

  @Test
  void functionErrorIsAnAnswerWithAHeader() throws Exception {
    HttpResponse<String> answer = post("test", "RequestResponse", "\"throw:why\"");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Amz-Function-Error")).hasValue("Unhandled");
    assertThat(answer.body()).contains("\"errorMessage\":\"why\"", "stackTrace");
  }

  @Test
  void nameMayBeAnArnOrNameTheLatestVersion() throws Exception {
    String arn = "arn:aws:lambda:us-east-1:000000000000:function:test".replace(":", "%3A");
    assertThat(post(arn, "RequestResponse", "\"echo:a\"").statusCode()).isEqualTo(200);
    assertThat(post("test%3A%24LATEST", "RequestResponse", "\"echo:a\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void unknownFunctionIsNotFound() throws Exception {
    HttpResponse<String> answer = post("other", "RequestResponse", "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(errorType(answer)).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void eventIsAcceptedAtOnceAndRunsLater() throws Exception {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    assertThat(post("test", "Event", "\"write:" + first + '"').statusCode()).isEqualTo(202);
    assertThat(post("test", "Event", "\"write:" + second + '"').statusCode()).isEqualTo(202);
    Eventually.holds(() -> Files.exists(first) && Files.exists(second));
  }

  @Test
  void callAboveTheConcurrencyIsTooMany() throws Exception {
    Path mark = directory.resolve("mark");
    post("test", "Event", "\"hang:" + mark + '"');
    Eventually.holds(() -> Files.exists(mark));
    HttpResponse<String> answer = post("test", "RequestResponse", "{}");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(errorType(answer)).isEqualTo("TooManyRequestsException");
  }

  @Test
  void payloadLimitsAreThoseOfLambda() throws Exception {
    String large = '"' + "x".repeat(6 * 1024 * 1024) + '"';
    HttpResponse<String> call = post("test", "RequestResponse", large);
    assertThat(call.statusCode()).isEqualTo(413);
    assertThat(errorType(call)).isEqualTo("RequestTooLargeException");
    String event = '"' + "x".repeat(1024 * 1024) + '"';
    assertThat(post("test", "Event", event).statusCode()).isEqualTo(413);
  }

  @Test
  void whoHasNotItsCredentialsRunsNothing() throws Exception {
    Path mark = directory.resolve("mark");
    String write = "\"write:" + mark + '"';
    for (String type : List.of("RequestResponse", "Event", "DryRun")) {
      assertRefused(post("test", type, write, NOTHING), "UnrecognizedClientException");
      String others = signedWith(InvokeCredentials.random());
      assertRefused(
          post("test", type, write, "Authorization", others), "UnrecognizedClientException");
    }
    assertThat(mark).doesNotExist();
  }

  @Test
  void pageRunsNothingWhateverItShows() throws Exception {
    Path mark = directory.resolve("mark");
    String[] page = {"Authorization", signedWith(credentials), "Origin", endpoint.toString()};
    assertRefused(
        post("test", "RequestResponse", "\"write:" + mark + '"', page), "AccessDeniedException");
    assertThat(mark).doesNotExist();
  }

  private static void assertRefused(HttpResponse<String> answer, String type) {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(errorType(answer)).isEqualTo(type);
  }

  @Test
  void inputThatIsNoJsonIsRefused() throws Exception {
    HttpResponse<String> answer = post("test", "RequestResponse", "echo:a");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(errorType(answer)).isEqualTo("InvalidRequestContentException");
  }

  @Test
  void dryRunStartsNothing() throws Exception {
    assertThat(post("test", "DryRun", "{}").statusCode()).isEqualTo(204);
    assertThat(post("test", "Later", "{}").statusCode()).isEqualTo(400);
    HttpResponse<String> other =
        http.send(
            HttpRequest.newBuilder(endpoint.resolve("/2015-03-31/functions"))
                .header("Authorization", signedWith(credentials))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(other.statusCode()).isEqualTo(404);
  }
}

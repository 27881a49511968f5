package dev.kappa.coordinator.platform;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Workers on AWS Lambda, or on a service that speaks its Invoke API. */
public final class LambdaPlatform implements Platform {
  /** Lambda's limit of a synchronous invocation's input, in bytes. */
  public static final int MAXIMUM_PAYLOAD = 6 * 1024 * 1024;

  private static final InvokeOutcome CLOSED =
      new InvokeOutcome.Failed(
          InvokeError.NO_ANSWER, "the coordinator has closed its connection to the platform");

  private static final Pattern PUBLISHED = Pattern.compile("[0-9]{1,18}");

  private final CompletableFuture<LambdaAsyncClient> client;
  private final LambdaPlatformSettings settings;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<InvokeOutcome>> underWay = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private LambdaPlatform(
      CompletableFuture<LambdaAsyncClient> client, LambdaPlatformSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * {@return a platform for this function; connections are opened when they are needed}
   *
   * @throws software.amazon.awssdk.core.exception.SdkClientException if no region is set
   */
  public static LambdaPlatform create(LambdaPlatformSettings settings) {
    if (settings.endpoint().isPresent()) {
      // Nothing of the environment is asked for, so nothing can be missing: don't wait.
      return new LambdaPlatform(
          CompletableFuture.supplyAsync(
              () -> InvokeClient.of(settings), LambdaPlatform::inBackground),
          settings);
    }
    return new LambdaPlatform(
        CompletableFuture.completedFuture(InvokeClient.of(settings)), settings);
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "lambda client");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(byte[] payload) {
    return invoke(settings.qualifier(), payload);
  }

  /** A published version does not change: that is what runs can be pinned to. */
  @Override
  public String version() {
    return settings.qualifier().filter(LambdaPlatform::isPublished).orElse("");
  }

  /** Whether it is there still is seen when it is invoked, each time. */
  @Override
  public boolean has(String version) {
    return isPublished(version);
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(String version, byte[] payload) {
    return invoke(Optional.of(version), payload);
  }

  private static boolean isPublished(String qualifier) {
    return PUBLISHED.matcher(qualifier).matches();
  }

  private CompletableFuture<InvokeOutcome> invoke(Optional<String> qualifier, byte[] payload) {
    if (payload.length > MAXIMUM_PAYLOAD) {
      return CompletableFuture.completedFuture(
          new InvokeOutcome.Failed(
              InvokeError.REQUEST_TOO_LARGE,
              "the payload has "
                  + payload.length
                  + " bytes (expected: at most "
                  + MAXIMUM_PAYLOAD
                  + ")"));
    }
    CompletableFuture<InvokeOutcome> outcome = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    underWay.put(number, outcome);
    outcome.whenComplete((result, none) -> underWay.remove(number));
    if (closed) {
      outcome.complete(CLOSED);
      return outcome;
    }
    // Finding credentials may block; the caller is often an event loop.
    Thread.ofVirtual().start(() -> send(qualifier, payload, outcome));
    return outcome;
  }

  private void send(
      Optional<String> qualifier, byte[] payload, CompletableFuture<InvokeOutcome> outcome) {
    try {
      client
          .join()
          .invoke(request(qualifier, payload))
          .whenComplete((response, error) -> outcome.complete(outcome(response, error)));
    } catch (RuntimeException e) {
      outcome.complete(outcome(null, e));
    }
  }

  private InvokeRequest request(Optional<String> qualifier, byte[] payload) {
    InvokeRequest.Builder request =
        InvokeRequest.builder()
            .functionName(settings.functionName())
            .invocationType(InvocationType.REQUEST_RESPONSE)
            .payload(SdkBytes.fromByteArrayUnsafe(payload));
    qualifier.ifPresent(request::qualifier);
    return request.build();
  }

  private static InvokeOutcome outcome(
      @Nullable InvokeResponse response, @Nullable Throwable error) {
    if (error != null) {
      return ServiceErrors.outcome(cause(error));
    }
    if (response == null) {
      return new InvokeOutcome.Failed(
          InvokeError.NO_ANSWER, "the client gave neither an answer nor an error");
    }
    byte[] body = response.payload() == null ? new byte[0] : response.payload().asByteArrayUnsafe();
    return response.functionError() == null
        ? new InvokeOutcome.Returned(body)
        : FunctionErrorBody.outcome(body);
  }

  private static Throwable cause(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause : error;
  }

  @Override
  public boolean workersSurvive() {
    return true;
  }

  @Override
  public Duration functionTimeout() {
    return settings.functionTimeout();
  }

  @Override
  public String describe() {
    String version = settings.qualifier().map(value -> ":" + value).orElse("");
    String where = settings.endpoint().map(value -> " at " + value.uri()).orElse("");
    return "Lambda function " + settings.functionName() + version + where;
  }

  @Override
  public void close() {
    closed = true;
    try {
      client.join().close();
    } catch (CompletionException e) {
      // It could not be made, as each invocation was told: there is nothing to close.
    } finally {
      // The client drops what is under way without a word.
      underWay.values().forEach(outcome -> outcome.complete(CLOSED));
    }
  }
}

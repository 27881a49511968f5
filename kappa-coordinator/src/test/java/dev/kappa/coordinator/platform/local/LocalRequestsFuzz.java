package dev.kappa.coordinator.platform.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.coordinator.platform.InvokeCredentials;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come to the Invoke API and to a worker's Runtime API: no exception is left, and
 * who does not show what he was told neither invokes nor is the worker.
 */
final class LocalRequestsFuzz {
  private static final InvokeCredentials CREDENTIALS = new InvokeCredentials("KEY-ID", "SECRET");
  private static final RuntimeAddress ADDRESS = new RuntimeAddress("secret");

  /** One that is there will do: nothing is launched. */
  private static final Path FILE = Path.of("pom.xml");

  private static final LocalLambdaSettings SETTINGS =
      LocalLambdaSettings.of("test", FILE, "Handler", Path.of("."));

  static Stream<Arguments> invocations() {
    String signed = "Authorization: AWS4-HMAC-SHA256 Credential=KEY-ID/20261129/r/lambda, S=1";
    String path = "/2015-03-31/functions/test%3A%24LATEST/invocations?Qualifier=7";
    return Stream.of(
            request("POST " + path, signed + "\r\nContent-Length: 2", "{}"),
            request("POST " + path, signed + "\r\nX-Amz-Invocation-Type: DryRun", ""),
            request("POST " + path, "Authorization: AWS4-HMAC-SHA256 Credential=a/b", ""),
            request("POST " + path, signed + "\r\nOrigin: http://a", ""))
        .map(Arguments::of);
  }

  static Stream<Arguments> calls() {
    String root = "/secret/2018-06-01/runtime/";
    return Stream.of(
            request("GET " + root + "invocation/next", "A: b", ""),
            request("POST " + root + "invocation/7/response", "Content-Length: 2", "{}"),
            request("POST " + root + "invocation/7/error", "Content-Length: 2", "{}"),
            request("POST " + root + "init/error", "Content-Length: 2", "{}"),
            request("GET /2018-06-01/runtime/invocation/next", "A: b", ""))
        .map(Arguments::of);
  }

  private static byte[] request(String line, String headers, String body) {
    return String.join("\r\n", line + " HTTP/1.1", "Host: a", headers, "", body)
        .getBytes(ISO_8859_1);
  }

  @MethodSource("invocations")
  @FuzzTest(maxDuration = "2m")
  void invocation(byte[] bytes) {
    EmbeddedChannel channel = new EmbeddedChannel();
    WorkerPools pools = pools(channel);
    var unused = pools.close();
    send(
        channel,
        new InvokeApiHandler(pools, new FunctionName("test"), new AtomicReference<>(), CREDENTIALS),
        bytes);
    String answers = answers(channel);
    if (!new String(bytes, ISO_8859_1).contains("KEY-ID")) {
      assertThat(answers).doesNotContain("HTTP/1.1 2", "HTTP/1.1 429", "Function not found");
    }
    channel.finishAndReleaseAll();
  }

  @MethodSource("calls")
  @FuzzTest(maxDuration = "2m")
  void runtimeCall(byte[] bytes) {
    EmbeddedChannel channel = new EmbeddedChannel();
    Calls calls = new Calls();
    send(channel, new RuntimeApiHandler(calls, ADDRESS), bytes);
    if (!new String(bytes, ISO_8859_1).contains("secret")) {
      assertThat(calls.heard).isZero();
    }
    channel.finishAndReleaseAll();
  }

  private static void send(EmbeddedChannel channel, ChannelHandler last, byte[] bytes) {
    channel.pipeline().addLast(HttpPort.before(last));
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    channel.runPendingTasks();
    channel.checkException();
  }

  private static String answers(EmbeddedChannel channel) {
    StringBuilder all = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.append(part.toString(ISO_8859_1));
      part.release();
    }
    return all.toString();
  }

  /** Closed ones take every invocation as one too many, and start no process. */
  @SuppressWarnings("NullAway") // nothing is launched
  private static WorkerPools pools(EmbeddedChannel channel) {
    WorkerLauncher launcher = new WorkerLauncher(SETTINGS, null, FILE, null, FunctionName.LATEST);
    return new WorkerPools(channel.eventLoop(), launcher, "7", null);
  }

  private static final class Calls implements RuntimeCalls {
    private int heard;

    @Override
    public void next(ChannelHandlerContext connection) {
      heard++;
    }

    @Override
    public void snapshot() {
      // It waits for no more.
    }

    @Override
    public HttpResponseStatus response(String requestId, byte[] body) {
      heard++;
      return HttpResponseStatus.ACCEPTED;
    }

    @Override
    public HttpResponseStatus error(String requestId, byte[] body) {
      heard++;
      return HttpResponseStatus.ACCEPTED;
    }

    @Override
    public HttpResponseStatus initError(byte[] body) {
      heard++;
      return HttpResponseStatus.ACCEPTED;
    }

    @Override
    public void closed(ChannelHandlerContext connection) {
      // Nothing was waiting.
    }
  }
}

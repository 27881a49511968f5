package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.Keys;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever bytes come: they are answered, or the connection ends; nothing is left of them. */
class AnyRequestTest {
  static final List<String> REQUESTS =
      List.of(
          request(
              "POST /v1/runs",
              "Idempotency-Key: k\r\nContent-Length: 35",
              "{\"workflow\":\"echo\",\"input\":[1,2.5]}"),
          request("GET /v1/runs?status=running&limit=7&workflow=%41", "A: b", ""),
          request("GET /v1/runs/run-1/result?wait=0s", "Origin: http://a", ""),
          request("GET /metrics", "Accept: application/openmetrics-text;version=1.0.0", ""),
          request("POST /v1/runs/run-1/signals/go?proof=00ff", "Content-Length: 1", "7"),
          request(
              "PUT /v1/schedules/s",
              "Transfer-Encoding: chunked",
              "1e\r\n{\"workflow\":\"w\",\"every\":\"1m\"}\r\n0\r\n\r\n"),
          request("GET /v1/workflows?a=x", "Authorization: Bearer t", ""));

  private static String request(String line, String headers, String body) {
    return String.join("\r\n", line + " HTTP/1.1", "Host: a", headers, "", body);
  }

  /** A place in a request, and what stands there instead. */
  record Change(int at, byte to) {}

  @Provide
  Arbitrary<Change> changes() {
    return Arbitraries.integers()
        .between(0, 200)
        .flatMap(at -> Arbitraries.bytes().map(to -> new Change(at, to)));
  }

  @Property(tries = 300)
  void changedRequest(
      @ForAll("requests") String request,
      @ForAll @Size(max = 4) List<@From("changes") Change> changes,
      @ForAll boolean guarded) {
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    changes.forEach(change -> bytes[change.at() % bytes.length] = change.to());
    assertAnsweredOrEnded(bytes, guarded);
  }

  @Provide
  Arbitrary<String> requests() {
    return Arbitraries.of(REQUESTS);
  }

  @Property(tries = 200)
  void anyBytes(@ForAll @Size(max = 300) byte[] bytes, @ForAll boolean guarded) {
    assertAnsweredOrEnded(bytes, guarded);
  }

  static void assertAnsweredOrEnded(byte[] bytes, boolean guarded) {
    FakeRuns runs = new FakeRuns();
    ApiCalls calls = new ApiCalls(runs, Optional::empty, Metrics.NONE);
    Guard guard = guarded ? Guard.of(token -> Optional.empty(), Keys.of("secret")) : Guard.open();
    Allowance.Total total = new Allowance.Total(1 << 20);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new ApiChannel(
                calls,
                calls,
                new Entrance(guard, null, null),
                "127.0.0.1",
                new DefaultChannelGroup(GlobalEventExecutor.INSTANCE),
                Metrics.NONE,
                total));
    channel.pipeline().fireChannelActive();
    if (bytes.length > 0) {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    }
    channel.runPendingTasks();
    boolean answered = answered(channel);
    channel.advanceTimeBy(RequestDeadline.BODY_SECONDS + 1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
    assertThat(answered || answered(channel) || !channel.isOpen()).isTrue();
    channel.checkException();
    channel.finishAndReleaseAll();
    assertThat(total.held()).isZero();
  }

  private static boolean answered(EmbeddedChannel channel) {
    boolean answered = false;
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      answered |= part.toString(StandardCharsets.UTF_8).startsWith("HTTP/1.1 ");
      part.release();
    }
    return answered;
  }
}

package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestDeadlineTest {
  private final FakeRuns runs = new FakeRuns();
  private final ApiCalls calls = new ApiCalls(runs, Optional::empty, Metrics.NONE);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  /** Behind it stands all that stands in a coordinator. */
  private EmbeddedChannel open() {
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new ApiChannel(
                calls,
                calls,
                Entrance.OPEN,
                "127.0.0.1",
                new DefaultChannelGroup(GlobalEventExecutor.INSTANCE),
                Metrics.NONE));
    channel.pipeline().fireChannelActive();
    return channel;
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  private String answered() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(StandardCharsets.UTF_8));
      part.release();
    }
    return text.toString();
  }

  @Test
  void headThatDripsInIsCutOff() {
    open();
    send("GET /health HTTP/1.1\r\n");
    for (int second = 1; second < RequestDeadline.HEAD_SECONDS; second++) {
      pass(1);
      send("X-A: b\r\n");
    }
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(answered()).startsWith("HTTP/1.1 408 ").contains("within 10 s");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void bodyThatDripsInIsCutOff() {
    open();
    send("POST /v1/runs HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
    for (int second = 1; second < RequestDeadline.BODY_SECONDS; second++) {
      pass(1);
      send("x");
    }
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(answered()).startsWith("HTTP/1.1 408 ").contains("within 120 s");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void connectionMayWaitForItsNextRequest() {
    open();
    for (int request = 0; request < 3; request++) {
      send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
      channel.runPendingTasks();
      assertThat(answered()).startsWith("HTTP/1.1 200 ");
      pass(RequestDeadline.HEAD_SECONDS * 3);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void answerThatIsNotReadEndsTheConnection() {
    channel.pipeline().addFirst(new Full());
    open();
    send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
    channel.runPendingTasks();
    pass(RequestDeadline.ANSWER_SECONDS - 1);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  /** A client whose window is closed. */
  private static final class Full extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ((ByteBuf) message).release();
    }
  }
}

package dev.kappa.coordinator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.wire.Message;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a stranger sends to where workers are let in: it is refused, and no exception is left.
 */
final class WorkerBytesFuzz {
  static Stream<Arguments> hellos() {
    return Stream.of(
            new Message.Hello(Message.VERSION, "token", "invocation", 1, "code"),
            new Message.Poll(1, 1))
        .map(Message::frame)
        .map(frame -> Arguments.of(Arrays.copyOf(frame.array(), frame.size())));
  }

  @SuppressWarnings("NullAway") // nobody is let in, so no worker is handed over
  @MethodSource("hellos")
  @FuzzTest(maxDuration = "2m")
  void first(byte[] bytes) {
    Intake intake = new Intake(1 << 20, () -> true);
    EmbeddedChannel channel =
        new EmbeddedChannel(
            MessageFrames.strangers(), new WorkerHandler(null, WorkerTokens.of("secret"), intake));
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    channel.runPendingTasks();
    channel.checkException();
    assertThat(channel.inboundMessages()).isEmpty();
    channel.finishAndReleaseAll();
  }
}

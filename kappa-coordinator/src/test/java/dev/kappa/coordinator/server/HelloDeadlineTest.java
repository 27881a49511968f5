package dev.kappa.coordinator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HelloDeadlineTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void bytesThatDripInDoNotPutItOff() {
    channel.freezeTime();
    channel.pipeline().addLast(new HelloDeadline());
    for (int second = 1; second < HelloDeadline.SECONDS; second++) {
      pass(1);
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
      channel.checkException();
    }
    pass(1);
    assertThatThrownBy(channel::checkException).isInstanceOf(ReadTimeoutException.class);
    channel.finishAndReleaseAll();
  }

  @Test
  void whoHasSaidWhoItIsHasAllTime() {
    channel.freezeTime();
    HelloDeadline deadline = new HelloDeadline();
    channel.pipeline().addLast(deadline);
    pass(HelloDeadline.SECONDS - 1);
    channel.pipeline().remove(deadline);
    pass(HelloDeadline.SECONDS * 100);
    channel.checkException();
    assertThat(channel.isOpen()).isTrue();
    channel.finishAndReleaseAll();
  }
}

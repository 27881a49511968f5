package dev.kappa.coordinator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import org.junit.jupiter.api.Test;

final class MessageFramesTest {
  private static ByteBuf message(int length) {
    return Unpooled.buffer().writeInt(length).writeBytes(new byte[length]);
  }

  @Test
  void strangersMayNotSendLongMessages() {
    var channel = new EmbeddedChannel(MessageFrames.strangers());
    assertThat(channel.writeInbound(message(1000))).isTrue();
    ByteBuf beginning = Unpooled.buffer().writeInt(5000).writeBytes(new byte[10]);
    assertThatThrownBy(() -> channel.writeInbound(beginning))
        .isInstanceOf(TooLongFrameException.class);
  }

  @Test
  void whatFollowsTheFirstMessageIsNotLostWhenTheLimitIsRaised() {
    var channel = new EmbeddedChannel(MessageFrames.strangers());
    Intake intake = new Intake(Intake.defaultBytes(), () -> true);
    channel.pipeline().addLast(new RaiseOnFirst(new WorkerFrames(channel, intake, unheard -> {})));
    ByteBuf both = Unpooled.wrappedBuffer(message(10), message(10_000));
    channel.writeInbound(both);
    assertThat(channel.<ByteBuf>readInbound().readableBytes()).isEqualTo(10);
    assertThat(channel.<ByteBuf>readInbound().readableBytes()).isEqualTo(10_000);
  }
}

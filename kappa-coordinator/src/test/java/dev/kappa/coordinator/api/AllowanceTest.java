package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

/** All that clients send and are sent at once has a bound. */
final class AllowanceTest {
  private final Allowance.Total total = new Allowance.Total(1000);

  private EmbeddedChannel connection() {
    return new EmbeddedChannel(new Allowance(total));
  }

  private static HttpContent part(int bytes) {
    return new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[bytes]));
  }

  private static FullHttpResponse answer(int bytes) {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[bytes]));
  }

  private static void assertRefused(EmbeddedChannel connection) {
    FullHttpResponse answer = connection.readOutbound();
    assertThat(answer.status()).isEqualTo(HttpResponseStatus.TOO_MANY_REQUESTS);
    assertThat(answer.headers().get("Retry-After")).isEqualTo("1");
    answer.release();
  }

  @Test
  void requestBesideTooMuchOthersIsRefusedUntilTheyAreAnswered() {
    EmbeddedChannel first = connection();
    assertThat(first.writeInbound(part(500), part(400))).isTrue();
    EmbeddedChannel second = connection();
    assertThat(second.writeInbound(part(200))).isFalse();
    assertRefused(second);
    assertThat(second.isOpen()).isFalse();

    first.writeOutbound(answer(10));
    EmbeddedChannel third = connection();
    assertThat(third.writeInbound(part(900))).isTrue();
    assertThat(third.isOpen()).isTrue();
  }

  @Test
  void requestThatIsGivenUpMakesRoom() {
    EmbeddedChannel first = connection();
    first.writeInbound(part(900));
    first.close();
    assertThat(connection().writeInbound(part(900))).isTrue();
  }

  @Test
  void answerBesideTooMuchOthersIsRefused() {
    connection().writeInbound(part(900));
    EmbeddedChannel second = connection();
    second.writeOutbound(answer(200));
    assertRefused(second);
    assertThat(second.isOpen()).isTrue();
  }

  @Test
  void oneAloneIsLetThroughHoweverLargeItIs() {
    EmbeddedChannel alone = connection();
    assertThat(alone.writeInbound(part(5000))).isTrue();
    alone.writeOutbound(answer(5000));
    FullHttpResponse answer = alone.readOutbound();
    assertThat(answer.status()).isEqualTo(HttpResponseStatus.OK);
    answer.release();
  }
}

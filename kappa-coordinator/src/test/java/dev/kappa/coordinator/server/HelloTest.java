package dev.kappa.coordinator.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is refused before it could ask for anything. */
final class HelloTest {
  private static final WorkerTokens TOKENS = WorkerTokens.of("secret");

  @SuppressWarnings("NullAway") // nobody is let in, so no worker is handed over
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new WorkerHandler(null, TOKENS, new Intake(1, () -> true)));

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  private static Message.Hello hello(String token) {
    return new Message.Hello(Message.VERSION, token, "invocation-1", 1, "code");
  }

  private String refusal(Message first) {
    ByteWriter frame = Message.frame(first);
    channel.writeInbound(Unpooled.copiedBuffer(frame.array(), 4, frame.size() - 4));
    ByteBuf answer = channel.readOutbound();
    Message reply = Message.unframe(ByteBufUtil.getBytes(answer)).getFirst();
    answer.release();
    assertThat(channel.isOpen()).isFalse();
    return ((Message.Refused) reply).message();
  }

  @Test
  void tokenOfAnotherInvocation() {
    String token = TOKENS.token("invocation-2", System.currentTimeMillis());
    assertThat(refusal(hello(token))).contains("its token is not that of this invocation");
  }

  @Test
  void tokenOfAnotherStore() {
    String token = WorkerTokens.of("other").token("invocation-1", System.currentTimeMillis());
    assertThat(refusal(hello(token))).contains("or of another store");
  }

  @Test
  void tokenThatHasExpired() {
    assertThat(refusal(hello(TOKENS.token("invocation-1", 1)))).contains("has expired");
  }

  @Test
  void tokenOfAFunctionsWorkerIsNoResidentOnes() {
    String token = TOKENS.token("invocation-1", System.currentTimeMillis());
    Message.Hello resident = new Message.Hello(Message.VERSION, token, "invocation-1", 1, "c", "");
    assertThat(refusal(resident)).contains("it is to ask anew");
  }

  @Test
  void tokenOfAResidentWorkerIsNoFunctionsOne() {
    String token = TOKENS.residentToken("invocation-1", System.currentTimeMillis());
    assertThat(refusal(hello(token))).contains("its token is not that of this invocation");
  }

  @Test
  void noToken() {
    assertThat(refusal(hello(""))).contains("it shows no token of a worker");
  }

  @Test
  void anythingElseThanHello() {
    assertThat(refusal(new Message.Poll(1, 1))).isEqualTo("the first message must be Hello");
  }
}

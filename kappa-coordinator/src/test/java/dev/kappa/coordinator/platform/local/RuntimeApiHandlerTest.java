package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who reaches a worker's port, and who is the worker. */
class RuntimeApiHandlerTest {
  private static final String RUNTIME = "/2018-06-01/runtime/";

  private final List<String> said = new ArrayList<>();
  private final RuntimeAddress address = RuntimeAddress.random();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new RuntimeApiHandler(new Calls(said), address));

  private int ask(HttpMethod method, String uri) {
    channel.writeInbound(
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            method,
            uri,
            Unpooled.copiedBuffer("{}", StandardCharsets.US_ASCII)));
    FullHttpResponse answer = channel.readOutbound();
    if (answer == null) {
      return 0;
    }
    answer.release();
    return answer.status().code();
  }

  @Test
  void whoWasToldTheAddressIsTheWorker() {
    String root = "/" + address.secret() + RUNTIME;
    ask(HttpMethod.GET, root + "invocation/next");
    assertThat(ask(HttpMethod.POST, root + "invocation/7/response")).isEqualTo(202);
    assertThat(ask(HttpMethod.POST, root + "invocation/7/error")).isEqualTo(202);
    assertThat(ask(HttpMethod.POST, root + "init/error")).isEqualTo(202);
    ask(HttpMethod.GET, root + "restore/next");
    assertThat(said).containsExactly("next", "response 7", "error 7", "init error", "snapshot");
  }

  @Test
  void whoMerelyReachesThePortIsNot() {
    for (String before :
        List.of(
            "",
            "/",
            "/" + address.secret().substring(1),
            "/" + address.secret() + "0",
            "/" + RuntimeAddress.random().secret(),
            "//" + address.secret(),
            "http://127.0.0.1/" + address.secret())) {
      for (String path :
          List.of("invocation/next", "invocation/7/response", "init/error", "restore/next")) {
        assertThat(ask(HttpMethod.GET, before + RUNTIME + path)).isEqualTo(404);
        assertThat(ask(HttpMethod.POST, before + RUNTIME + path)).isEqualTo(404);
      }
    }
    assertThat(ask(HttpMethod.GET, "")).isEqualTo(404);
    assertThat(ask(HttpMethod.GET, "*")).isEqualTo(404);
    assertThat(said).isEmpty();
  }

  @Test
  void addressIsPortAndPathAndIsNotShown() {
    assertThat(address.on(7)).isEqualTo("127.0.0.1:7/" + address.secret());
    assertThat(address.secret()).hasSize(40);
    assertThat(address).hasToString("RuntimeAddress");
  }

  private record Calls(List<String> said) implements RuntimeCalls {
    @Override
    public void next(ChannelHandlerContext connection) {
      said.add("next");
    }

    @Override
    public void snapshot() {
      said.add("snapshot");
    }

    @Override
    public HttpResponseStatus response(String requestId, byte[] body) {
      said.add("response " + requestId);
      return HttpResponseStatus.ACCEPTED;
    }

    @Override
    public HttpResponseStatus error(String requestId, byte[] body) {
      said.add("error " + requestId);
      return HttpResponseStatus.ACCEPTED;
    }

    @Override
    public HttpResponseStatus initError(byte[] body) {
      said.add("init error");
      return HttpResponseStatus.ACCEPTED;
    }

    @Override
    public void closed(ChannelHandlerContext connection) {
      // Nothing was waiting.
    }
  }
}

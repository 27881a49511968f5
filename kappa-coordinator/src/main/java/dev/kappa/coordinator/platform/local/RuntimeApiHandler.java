package dev.kappa.coordinator.platform.local;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** The Lambda Runtime API of one worker process. */
final class RuntimeApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final String ROOT = "/2018-06-01/runtime/";
  private static final String INVOCATION = ROOT + "invocation/";
  private static final byte[] OK = "{\"status\":\"OK\"}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REFUSED =
      "{\"errorType\":\"InvalidRequestID\",\"errorMessage\":\"not the present invocation\"}"
          .getBytes(StandardCharsets.US_ASCII);

  private final RuntimeCalls calls;
  private final RuntimeAddress address;

  RuntimeApiHandler(RuntimeCalls calls, RuntimeAddress address) {
    this.calls = calls;
    this.address = address;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext connection, FullHttpRequest request) {
    String path = address.pathIn(request.uri());
    if (path == null) {
      connection.writeAndFlush(HttpPort.answer(HttpResponseStatus.NOT_FOUND, REFUSED));
      return;
    }
    if (request.method().equals(HttpMethod.GET) && path.equals(INVOCATION + "next")) {
      calls.next(connection);
      return;
    }
    if (request.method().equals(HttpMethod.GET) && path.equals(ROOT + "restore/next")) {
      calls.snapshot();
      return;
    }
    HttpResponseStatus status =
        request.method().equals(HttpMethod.POST)
            ? post(path, ByteBufUtil.getBytes(request.content()))
            : HttpResponseStatus.NOT_FOUND;
    connection.writeAndFlush(HttpPort.answer(status, status.code() < 300 ? OK : REFUSED));
  }

  private HttpResponseStatus post(String path, byte[] body) {
    if (path.equals(ROOT + "init/error")) {
      return calls.initError(body);
    }
    if (!path.startsWith(INVOCATION)) {
      return HttpResponseStatus.NOT_FOUND;
    }
    int slash = path.indexOf('/', INVOCATION.length());
    String verb = slash < 0 ? "" : path.substring(slash + 1);
    return switch (verb) {
      case "response" -> calls.response(path.substring(INVOCATION.length(), slash), body);
      case "error" -> calls.error(path.substring(INVOCATION.length(), slash), body);
      default -> HttpResponseStatus.NOT_FOUND;
    };
  }

  @Override
  public void channelInactive(ChannelHandlerContext connection) {
    calls.closed(connection);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
    connection.close();
  }
}

package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.platform.InvokeCredentials;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Invoke API of Lambda, for one function and its versions. Who invokes a function has it run
 * any step, so only requests that are signed with the service's own credentials are served, and
 * none of a web page.
 */
final class InvokeApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Pattern PATH =
      Pattern.compile("/2015-03-31/functions/([^/?]+)/invocations(?:\\?(.*))?");
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

  private final WorkerPools pools;
  private final FunctionName name;
  private final AtomicReference<@Nullable Outage> outage;
  private final InvokeCredentials credentials;

  InvokeApiHandler(
      WorkerPools pools,
      FunctionName name,
      AtomicReference<@Nullable Outage> outage,
      InvokeCredentials credentials) {
    this.credentials = credentials;
    this.pools = pools;
    this.name = name;
    this.outage = outage;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext connection, FullHttpRequest request) {
    Refusal stranger = stranger(request.headers());
    if (stranger != null) {
      connection.writeAndFlush(stranger.answer("The request is not signed as this service asks."));
      return;
    }
    Matcher path = PATH.matcher(request.uri());
    if (!request.method().equals(HttpMethod.POST) || !path.matches()) {
      connection.writeAndFlush(Refusal.UNKNOWN_OPERATION.answer(request.uri()));
      return;
    }
    Outage now = outage.get();
    if (now != null) {
      connection.writeAndFlush(now.answer());
      return;
    }
    String called = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
    String query = path.group(2) == null ? "" : path.group(2);
    String version = name.versionMeant(called, query);
    if (version == null) {
      connection.writeAndFlush(Refusal.UNKNOWN_FUNCTION.answer("Function not found: " + called));
      return;
    }
    byte[] payload = ByteBufUtil.getBytes(request.content());
    String type = request.headers().get("X-Amz-Invocation-Type", "RequestResponse");
    pools
        .of(version)
        .thenAccept(
            pool -> {
              if (pool.isPresent()) {
                invoke(connection, pool.get(), type, payload);
              } else {
                connection.writeAndFlush(
                    Refusal.UNKNOWN_FUNCTION.answer(
                        "Function not found: " + called + ":" + version));
              }
            });
  }

  /** {@return why a request is not looked at; null if it is} */
  private @Nullable Refusal stranger(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.ORIGIN)) {
      return Refusal.NO_PAGES;
    }
    boolean known = credentials.signed(headers.get(HttpHeaderNames.AUTHORIZATION));
    return known ? null : Refusal.NO_CREDENTIALS;
  }

  private static void invoke(
      ChannelHandlerContext connection, WorkerPool pool, String type, byte[] payload) {
    switch (type.toLowerCase(Locale.ROOT)) {
      case "requestresponse" -> call(connection, pool, payload);
      case "event" -> event(connection, pool, payload);
      case "dryrun" ->
          connection.writeAndFlush(HttpPort.answer(HttpResponseStatus.NO_CONTENT, new byte[0]));
      default ->
          connection.writeAndFlush(Refusal.INVALID_PARAMETER.answer("InvocationType: " + type));
    }
  }

  private static void call(ChannelHandlerContext connection, WorkerPool pool, byte[] payload) {
    if (isRefused(connection, payload, PayloadLimits.REQUEST)) {
      return;
    }
    Invocation invocation = invocation(payload);
    if (!pool.submit(invocation)) {
      connection.writeAndFlush(Refusal.TOO_MANY.answer("Rate Exceeded."));
      return;
    }
    invocation
        .result()
        .thenAccept(result -> connection.writeAndFlush(answer(invocation, pool, result)));
  }

  private static void event(ChannelHandlerContext connection, WorkerPool pool, byte[] payload) {
    if (isRefused(connection, payload, PayloadLimits.EVENT)) {
      return;
    }
    Invocation invocation = invocation(payload);
    connection.writeAndFlush(
        pool.enqueue(invocation)
            ? executed(HttpPort.answer(HttpResponseStatus.ACCEPTED, new byte[0]), invocation, pool)
            : Refusal.TOO_MANY.answer("Rate Exceeded."));
  }

  private static boolean isRefused(ChannelHandlerContext connection, byte[] payload, int limit) {
    if (payload.length > limit) {
      connection.writeAndFlush(
          Refusal.TOO_LARGE.answer(
              "Request must be smaller than %d bytes for the InvokeFunction operation"
                  .formatted(limit)));
      return true;
    }
    if (!JsonCheck.holds(payload)) {
      connection.writeAndFlush(
          Refusal.NOT_JSON.answer("Could not parse request body into json: it is not JSON"));
      return true;
    }
    return false;
  }

  private static Invocation invocation(byte[] payload) {
    return Invocation.of(payload.length == 0 ? EMPTY_OBJECT : payload);
  }

  private static FullHttpResponse answer(
      Invocation invocation, WorkerPool pool, InvocationResult result) {
    FullHttpResponse response =
        executed(HttpPort.answer(HttpResponseStatus.OK, result.body()), invocation, pool);
    switch (result) {
      case InvocationResult.Returned returned -> {}
      case InvocationResult.Failed failed ->
          response.headers().set("X-Amz-Function-Error", "Unhandled");
    }
    return response;
  }

  private static FullHttpResponse executed(
      FullHttpResponse response, Invocation invocation, WorkerPool pool) {
    response
        .headers()
        .set("x-amzn-RequestId", invocation.id())
        .set("X-Amz-Executed-Version", pool.version());
    return response;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
    connection.close();
  }
}

package dev.kappa.coordinator.api;

import dev.kappa.coordinator.access.Caller;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Decodes a request, hands it over, and writes what comes back. */
final class ApiHandler extends ReadOnDemand<FullHttpRequest> {
  private final ApiCalls calls;
  private final ApiCalls local;
  private final Guard guard;
  private final AskedNames names;
  private final @Nullable Audit audit;

  /** Answers by {@code local} what another coordinator sends on, else by {@code calls}. */
  ApiHandler(ApiCalls calls, ApiCalls local, Entrance entrance, AskedNames names) {
    this.names = names;
    this.calls = calls;
    this.local = local;
    this.guard = entrance.guard();
    this.audit = entrance.audit();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      write(context, bad("not an HTTP request: " + request.decoderResult().cause()))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    var unused =
        answer(context, request)
            .thenAccept(
                answer ->
                    write(context, answer).addListener((ChannelFuture written) -> context.read()));
  }

  private static ChannelFuture write(ChannelHandlerContext context, ApiAnswer answer) {
    return context.writeAndFlush(response(context.alloc(), answer));
  }

  private CompletableFuture<ApiAnswer> answer(
      ChannelHandlerContext context, FullHttpRequest request) {
    if (isForeignOrigin(request)) {
      return CompletableFuture.completedFuture(
          forbidden("requests from pages of another origin are refused"));
    }
    if (!names.include(context, request)) {
      return CompletableFuture.completedFuture(
          forbidden(
              "requests to Host: %s are refused (expected: localhost, an address, or what --host says; with --tokens, any)"
                  .formatted(AskedNames.name(request))));
    }
    try {
      Caller caller = guard.caller(request);
      if (caller instanceof Caller.Stranger && !ApiRoutes.isHealth(request)) {
        // Before the body of somebody who may not is looked at.
        guard.check(caller, new ApiCall.UnknownPath(request.uri()));
      }
      ApiCall call = ApiRoutes.decode(request);
      boolean forwarded = request.headers().contains(ApiServer.FORWARDED);
      CompletableFuture<ApiAnswer> answer = allowed(caller, call, forwarded ? local : calls);
      return answer.thenCompose(known -> recorded(context, caller, call, known));
    } catch (KappaException e) {
      return CompletableFuture.completedFuture(ApiAnswer.failure(e));
    }
  }

  private CompletableFuture<ApiAnswer> allowed(Caller caller, ApiCall call, ApiCalls by) {
    try {
      guard.check(caller, call);
    } catch (KappaException e) {
      return CompletableFuture.completedFuture(ApiAnswer.failure(e));
    }
    CompletableFuture<ApiAnswer> answer = by.answer(call);
    return caller instanceof Caller.Webhook ? answer.thenApply(ApiHandler::reduced) : answer;
  }

  /** {@return the answer, when what was done is on record} */
  private CompletableFuture<ApiAnswer> recorded(
      ChannelHandlerContext context, Caller caller, ApiCall call, ApiAnswer answer) {
    AuditLine line =
        audit == null ? null : AuditLine.of(Instant.now(), caller, call, from(context), answer);
    return audit == null || line == null
        ? CompletableFuture.completedFuture(answer)
        : audit.write(line).handle((written, error) -> answer);
  }

  private static String from(ChannelHandlerContext context) {
    return context.channel().remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "unknown";
  }

  /** Who was given the address of a signal learns nothing of the run. */
  private static ApiAnswer reduced(ApiAnswer answer) {
    return answer.status().equals(HttpResponseStatus.OK)
        ? ApiAnswer.of(HttpResponseStatus.OK, "{}")
        : answer;
  }

  /** A page that the user happens to visit must not start runs on the user's machine. */
  private static boolean isForeignOrigin(FullHttpRequest request) {
    @Nullable String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    @Nullable String host = request.headers().get(HttpHeaderNames.HOST);
    return origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host);
  }

  static FullHttpResponse response(ByteBufAllocator allocator, ApiAnswer answer) {
    ByteBuf body = ByteBufUtil.writeUtf8(allocator, answer.body());
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    answer.headers().forEach((name, value) -> response.headers().set(name, value));
    return response;
  }

  private static ApiAnswer forbidden(String message) {
    return ApiAnswer.failure(HttpResponseStatus.FORBIDDEN, ErrorCode.BAD_REQUEST, message);
  }

  private static ApiAnswer bad(String message) {
    return ApiAnswer.failure(HttpResponseStatus.BAD_REQUEST, ErrorCode.BAD_REQUEST, message);
  }
}

package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.platform.Platform;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * What the local service answers to each invocation for a while, instead of running the function:
 * so that what a {@link Platform} makes of it can be tried out.
 *
 * @param status of HTTP, 400 to 599
 * @param errorType as the service names it, such as {@code AccessDeniedException}
 * @param body in JSON
 */
public record Outage(int status, String errorType, String body) {
  /** {@return one that says something} */
  public static Outage of(int status, String errorType, String message) {
    return new Outage(status, errorType, "{\"message\":\"%s\"}".formatted(message));
  }

  FullHttpResponse answer() {
    FullHttpResponse response =
        HttpPort.answer(HttpResponseStatus.valueOf(status), body.getBytes(StandardCharsets.UTF_8));
    response.headers().set("x-amzn-ErrorType", errorType);
    return response;
  }
}

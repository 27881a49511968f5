package dev.kappa.coordinator.platform.local;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import tools.jackson.databind.json.JsonMapper;

/** What the Invoke API answers when it does not start the function. */
enum Refusal {
  UNKNOWN_OPERATION(HttpResponseStatus.NOT_FOUND, "UnknownOperationException"),
  UNKNOWN_FUNCTION(HttpResponseStatus.NOT_FOUND, "ResourceNotFoundException"),
  INVALID_PARAMETER(HttpResponseStatus.BAD_REQUEST, "InvalidParameterValueException"),
  NOT_JSON(HttpResponseStatus.BAD_REQUEST, "InvalidRequestContentException"),
  TOO_LARGE(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "RequestTooLargeException"),
  NO_CREDENTIALS(HttpResponseStatus.FORBIDDEN, "UnrecognizedClientException"),
  NO_PAGES(HttpResponseStatus.FORBIDDEN, "AccessDeniedException"),
  TOO_MANY(HttpResponseStatus.TOO_MANY_REQUESTS, "TooManyRequestsException");

  private static final JsonMapper JSON = new JsonMapper();

  private final int status;
  private final String errorType;

  Refusal(HttpResponseStatus status, String errorType) {
    this.status = status.code();
    this.errorType = errorType;
  }

  FullHttpResponse answer(String message) {
    byte[] body =
        JSON.writeValueAsBytes(JSON.createObjectNode().put("Type", "User").put("message", message));
    FullHttpResponse response = HttpPort.answer(HttpResponseStatus.valueOf(status), body);
    response.headers().set("x-amzn-ErrorType", errorType);
    return response;
  }
}

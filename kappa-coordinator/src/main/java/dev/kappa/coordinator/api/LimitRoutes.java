package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns a request that is about a limit into a call. Coordinators alone send such ones. */
final class LimitRoutes {
  private final FullHttpRequest request;
  private final String path;

  LimitRoutes(FullHttpRequest request, String path) {
    this.request = request;
    this.path = path;
  }

  /** {@return what is asked for by the path that goes on with {@code below}} */
  ApiCall call(List<String> below) {
    boolean asked = below.size() == 2 && below.get(1).equals("permits");
    if (!asked) {
      return new ApiCall.UnknownPath(path);
    }
    String name = ApiRoutes.decode(below.getFirst());
    String body = request.content().toString(StandardCharsets.UTF_8);
    return isPost() ? new ApiCall.AskLimit(PermitJson.request(name, body)) : wrongMethod();
  }

  /** {@return that a permit is offered to a run} */
  ApiCall offered(String run, String task) {
    return isPost() ? new ApiCall.PermitOffered(run, task) : wrongMethod();
  }

  private boolean isPost() {
    if (!request.headers().contains(ApiServer.FORWARDED)) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          path + ": this is what coordinators ask each other (expected: another path)");
    }
    return request.method().equals(HttpMethod.POST);
  }

  private ApiCall wrongMethod() {
    return new ApiCall.WrongMethod(request.method().name(), path, "POST");
  }
}

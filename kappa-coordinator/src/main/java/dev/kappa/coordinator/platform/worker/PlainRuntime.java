package dev.kappa.coordinator.platform.worker;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The loop of the Lambda Runtime API in plain Java, for handlers that read and write streams. */
final class PlainRuntime {
  private final String base;
  private final RequestStreamHandler handler;

  private PlainRuntime(String base, RequestStreamHandler handler) {
    this.base = base;
    this.handler = handler;
  }

  static void run(String handlerName) throws IOException {
    String base = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";
    RequestStreamHandler handler;
    try {
      handler = load(handlerName);
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      cause.printStackTrace();
      post(base + "init/error", errorBody(cause));
      System.exit(1);
      return;
    }
    PlainRuntime runtime = new PlainRuntime(base, handler);
    while (true) {
      runtime.serveOne();
    }
  }

  private static RequestStreamHandler load(String name) throws ReflectiveOperationException {
    String className = name.contains("::") ? name.substring(0, name.indexOf("::")) : name;
    Class<?> type = Class.forName(className);
    return (RequestStreamHandler) type.getConstructor().newInstance();
  }

  private void serveOne() throws IOException {
    HttpURLConnection next = open(base + "invocation/next");
    byte[] payload;
    try (InputStream in = next.getInputStream()) {
      payload = in.readAllBytes();
    }
    PlainContext context = PlainContext.of(next);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String invocation = base + "invocation/" + context.getAwsRequestId();
    try {
      handler.handleRequest(new ByteArrayInputStream(payload), out, context);
    } catch (Exception | LinkageError | AssertionError e) {
      e.printStackTrace();
      post(invocation + "/error", errorBody(e));
      return;
    }
    post(invocation + "/response", out.toByteArray());
  }

  private static void post(String address, byte[] body) throws IOException {
    HttpURLConnection connection = open(address);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (answer != null) {
      try (answer) {
        answer.readAllBytes();
      }
    }
  }

  private static HttpURLConnection open(String address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setReadTimeout(0);
    return connection;
  }

  private static byte[] errorBody(Throwable error) {
    StringBuilder json = new StringBuilder("{\"errorMessage\":");
    quote(json, String.valueOf(error.getMessage()));
    json.append(",\"errorType\":");
    quote(json, error.getClass().getName());
    json.append(",\"stackTrace\":[");
    String separator = "";
    for (StackTraceElement element : error.getStackTrace()) {
      json.append(separator);
      quote(json, element.toString());
      separator = ",";
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}

package dev.kappa.tests;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which rights a request to AWS needs, as AWS lists them for each operation.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">
 *     Service Authorization Reference</a>
 */
final class AwsCalls {
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";
  private static final Pattern KEYS = Pattern.compile("<Key>([^<]*)</Key>");
  private static final Pattern OF_FUNCTION =
      Pattern.compile("/2015-03-31/functions(?:/(?<name>[^/]+)(?:/(?<what>[^/]+)(?:/.+)?)?)?");

  private AwsCalls() {}

  /** A right that a request needs: an action, and on what. */
  record Call(String action, String resource) {}

  /** {@return what a request to a service needs} */
  static List<Call> of(String service, HttpExchange exchange, byte[] body) {
    return switch (service) {
      case "s3" -> s3(exchange, new String(body, StandardCharsets.UTF_8));
      case "lambda" -> lambda(exchange, body);
      case "kms" -> kms(exchange, body);
      default -> throw new IllegalArgumentException(service);
    };
  }

  private static List<Call> s3(HttpExchange exchange, String body) {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String[] place = exchange.getRequestURI().getPath().substring(1).split("/", 2);
    String bucket = "arn:aws:s3:::" + place[0];
    if (place.length == 1 || place[1].isEmpty()) {
      return ofBucket(query, body, bucket);
    }
    String action =
        switch (exchange.getRequestMethod()) {
          case "GET", "HEAD" -> "s3:GetObject";
          case "PUT", "POST" -> "s3:PutObject";
          case "DELETE" ->
              query.contains("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject";
          default -> throw new IllegalArgumentException(exchange.getRequestMethod());
        };
    return List.of(new Call(action, bucket + "/" + place[1]));
  }

  private static List<Call> ofBucket(String query, String body, String bucket) {
    if (query.startsWith("delete")) {
      return KEYS.matcher(body)
          .results()
          .map(key -> new Call("s3:DeleteObject", bucket + "/" + key.group(1)))
          .toList();
    }
    boolean unfinished = query.startsWith("uploads");
    return List.of(
        new Call(unfinished ? "s3:ListBucketMultipartUploads" : "s3:ListBucket", bucket));
  }

  private static List<Call> lambda(HttpExchange exchange, byte[] body) {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/2017-03-31/tags/")) {
      String action = exchange.getRequestMethod().equals("GET") ? "ListTags" : "TagResource";
      return List.of(new Call("lambda:" + action, path.substring("/2017-03-31/tags/".length())));
    }
    Matcher form = OF_FUNCTION.matcher(path);
    if (!form.matches()) {
      throw new IllegalArgumentException(path);
    }
    JsonNode request = body.length == 0 ? JsonMapper.shared().createObjectNode() : read(form, body);
    String named = form.group("name");
    String name = named == null ? request.get("FunctionName").asString() : named;
    List<Call> calls = new ArrayList<>();
    calls.add(
        new Call(
            "lambda:" + action(exchange.getRequestMethod() + " " + form.group("what"), named),
            FUNCTION + name));
    if (request.has("Tags")) {
      calls.add(new Call("lambda:TagResource", FUNCTION + name));
    }
    if (request.has("Role")) {
      calls.add(new Call("iam:PassRole", request.get("Role").asString()));
    }
    JsonNode code = request.has("Code") ? request.get("Code") : request;
    if (code.has("S3Bucket")) {
      String object = code.get("S3Bucket").asString() + "/" + code.get("S3Key").asString();
      calls.add(new Call("s3:GetObject", "arn:aws:s3:::" + object));
    }
    return calls;
  }

  /** An invocation's payload is its own matter. */
  private static JsonNode read(Matcher form, byte[] body) {
    return "invocations".equals(form.group("what"))
        ? JsonMapper.shared().createObjectNode()
        : JsonMapper.shared().readTree(body);
  }

  private static String action(String call, @Nullable String function) {
    return switch (call) {
      case "GET null" -> "GetFunction";
      case "POST null" -> "CreateFunction";
      case "POST invocations" -> "InvokeFunction";
      case "GET configuration" -> "GetFunctionConfiguration";
      case "PUT configuration" -> "UpdateFunctionConfiguration";
      case "PUT code" -> "UpdateFunctionCode";
      case "POST versions" -> "PublishVersion";
      case "GET aliases" -> "GetAlias";
      case "POST aliases" -> "CreateAlias";
      case "PUT aliases" -> "UpdateAlias";
      default -> throw new IllegalArgumentException(call + " of " + function);
    };
  }

  private static List<Call> kms(HttpExchange exchange, byte[] body) {
    String operation =
        exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("TrentService.", "");
    String key = JsonMapper.shared().readTree(body).get("KeyId").asString();
    return List.of(new Call("kms:" + operation, key));
  }
}

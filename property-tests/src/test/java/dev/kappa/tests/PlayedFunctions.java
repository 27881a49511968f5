package dev.kappa.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kappa.objects.Bucket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server on loopback that has functions, versions and aliases as AWS Lambda has them, by its
 * protocol. It runs none of them.
 */
final class PlayedFunctions implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ARN = "arn:aws:lambda:eu-west-1:123456789012:function:";
  private static final Pattern PATH =
      Pattern.compile(
          "/2015-03-31/functions(?:/(?<name>[^/]+)(?:/(?<what>[^/]+)(?:/(?<alias>.+))?)?)?");

  private static final Pattern TAGS = Pattern.compile("/2017-03-31/tags/" + ARN + "(?<name>[^/]+)");

  /** In place of a failure: the next change is made. */
  static final Map.Entry<Integer, String> NONE = Map.entry(0, "");

  /**
   * What it answers to the next changes: a status, and a kind of error with a message or without,
   * or {@link #NONE}.
   */
  final Deque<Map.Entry<Integer, String>> failures = new ConcurrentLinkedDeque<>();

  /** What was asked for that changes something. */
  final List<String> changes = new CopyOnWriteArrayList<>();

  /** Whether variables can't be read, as when the caller may not use their key. */
  volatile boolean variablesAreLocked;

  /** Whether no version comes to be. */
  volatile boolean versionsFail;

  private final Map<String, Function> functions = new HashMap<>();
  private @Nullable String changed;
  private @Nullable String moving;
  private int revisions;
  private final Bucket bucket;
  private final HttpServer server;

  /** A function: what is edited, what was published, what names it. */
  private static final class Function {
    private ObjectNode latest = JSON.createObjectNode();
    private final List<ObjectNode> versions = new ArrayList<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final ObjectNode tags = JSON.createObjectNode();
  }

  /** A server of functions whose code may be in {@code bucket}. */
  PlayedFunctions(Bucket bucket) throws IOException {
    this.bucket = bucket;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Changes a function as another client does; then the next answer to a look is older than that.
   */
  synchronized void changeAfterNextLook(String function) {
    changed = function;
  }

  /** Lets the aliases of a function name its first version when they were looked at once more. */
  synchronized void moveAliasesAfterNextLook(String function) {
    moving = function;
  }

  /** {@return the tags of a function} */
  synchronized JsonNode tags(String function) {
    return function(function).tags.deepCopy();
  }

  /** {@return what an alias names, as the function was when that was published} */
  synchronized JsonNode named(String function, String alias) {
    return Objects.requireNonNull(qualified(function(function), alias));
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    Map.Entry<Integer, String> failure = method.equals("GET") ? null : failures.poll();
    Matcher tags = TAGS.matcher(exchange.getRequestURI().getPath());
    if (failure != null && !failure.equals(NONE)) {
      refuse(exchange, failure.getKey(), failure.getValue());
    } else if (tags.matches()) {
      tags(exchange, function(tags.group("name")), method, request);
    } else if (!path.matches()) {
      refuse(exchange, 404, "UnknownOperationException");
    } else if (path.group("name") == null) {
      create(exchange, request);
    } else if (!functions.containsKey(path.group("name"))) {
      refuse(exchange, 404, "ResourceNotFoundException");
    } else if (isOutdated(path, request)) {
      refuse(exchange, 412, "PreconditionFailedException");
    } else {
      serve(exchange, method, path, request);
    }
  }

  private void tags(HttpExchange exchange, Function function, String method, JsonNode request)
      throws IOException {
    if (method.equals("POST")) {
      request.get("Tags").properties().forEach(e -> function.tags.set(e.getKey(), e.getValue()));
      changes.add("tag");
    }
    say(exchange, 200, JSON.createObjectNode().set("Tags", function.tags));
  }

  private boolean isOutdated(Matcher path, JsonNode request) {
    Function function = function(path.group("name"));
    String now =
        path.group("alias") == null
            ? function.latest.get("RevisionId").asString()
            : revision(function.aliases.get(path.group("alias")));
    return request.has("RevisionId") && !request.get("RevisionId").asString().equals(now);
  }

  /** That of an alias is known by what it names. */
  private static String revision(@Nullable String version) {
    return "names " + version;
  }

  private Function function(String name) {
    return Objects.requireNonNull(functions.get(name));
  }

  private void create(HttpExchange exchange, JsonNode request) throws IOException {
    Function made = new Function();
    String name = request.get("FunctionName").asString();
    made.latest.put("FunctionName", name).put("FunctionArn", ARN + name).put("State", "Active");
    configure(made, request);
    if (!made.latest.has("Architectures")) {
      made.latest.putArray("Architectures").add("x86_64");
    }
    code(made, request.get("Code"));
    request.path("Tags").properties().forEach(tag -> made.tags.set(tag.getKey(), tag.getValue()));
    functions.put(name, made);
    changes.add("create");
    say(exchange, 201, made.latest);
  }

  private void serve(HttpExchange exchange, String method, Matcher path, JsonNode request)
      throws IOException {
    Function function = function(path.group("name"));
    switch (method + " " + path.group("what")) {
      case "GET null" ->
          say(exchange, 200, JSON.createObjectNode().set("Configuration", function.latest));
      case "GET configuration" -> look(exchange, function);
      case "GET aliases" -> alias(exchange, function, path.group("alias"));
      case "PUT configuration" -> {
        configure(function, request);
        changes.add("configure");
        say(exchange, 200, function.latest);
      }
      case "PUT code" -> {
        code(function, request);
        changes.add("code");
        say(exchange, 200, function.latest);
      }
      case "POST versions" -> publish(exchange, function);
      case "POST aliases" ->
          name(exchange, function, request.get("Name").asString(), request, "create alias");
      case "PUT aliases" -> name(exchange, function, path.group("alias"), request, "update alias");
      default -> refuse(exchange, 400, "InvalidParameterValueException");
    }
  }

  private void look(HttpExchange exchange, Function function) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String qualifier = query == null ? null : query.replace("Qualifier=", "");
    ObjectNode found = qualified(function, qualifier);
    if (found == null) {
      refuse(exchange, 404, "ResourceNotFoundException");
      return;
    }
    ObjectNode told = found.deepCopy();
    if (variablesAreLocked) {
      told.putObject("Environment")
          .putObject("Error")
          .put("ErrorCode", "AccessDeniedException")
          .put("Message", "no key");
    }
    say(exchange, 200, told);
    if (function.latest.get("FunctionName").asString().equals(changed)) {
      changed = null;
      function.latest.put("RevisionId", "of another");
    }
  }

  private void alias(HttpExchange exchange, Function function, String alias) throws IOException {
    String version = function.aliases.get(alias);
    if (version == null) {
      refuse(exchange, 404, "ResourceNotFoundException");
    } else {
      say(
          exchange,
          200,
          JSON.createObjectNode()
              .put("Name", alias)
              .put("FunctionVersion", version)
              .put("RevisionId", revision(version)));
    }
    if (function.latest.get("FunctionName").asString().equals(moving)) {
      moving = null;
      function.aliases.replaceAll((name, before) -> "1");
    }
  }

  private static @Nullable ObjectNode qualified(Function function, @Nullable String qualifier) {
    if (qualifier == null) {
      return function.latest;
    }
    String version = function.aliases.getOrDefault(qualifier, qualifier);
    boolean number = version.matches("\\d+");
    return number && Integer.parseInt(version) <= function.versions.size()
        ? function.versions.get(Integer.parseInt(version) - 1)
        : null;
  }

  private void configure(Function function, JsonNode request) {
    for (String each : List.of("Role", "Runtime", "Handler", "MemorySize", "Timeout")) {
      keep(function, request, each);
    }
    keep(function, request, "Environment");
    keep(function, request, "VpcConfig");
    keep(function, request, "Architectures");
    keep(function, request, "SnapStart");
    function.latest.put("Version", "$LATEST").put("LastUpdateStatus", "Successful");
    revised(function);
  }

  private void revised(Function function) {
    revisions++;
    function.latest.put("RevisionId", "r" + revisions);
  }

  private static void keep(Function function, JsonNode request, String what) {
    if (request.has(what)) {
      function.latest.set(what, request.get(what));
    }
  }

  private void code(Function function, JsonNode code) {
    byte[] jar =
        code.has("ZipFile")
            ? Base64.getDecoder().decode(code.get("ZipFile").asString())
            : bucket.read(code.get("S3Key").asString()).orElseThrow();
    function.latest.put("CodeSha256", sha256(jar)).put("CodeSize", jar.length);
    keep(function, code, "Architectures");
    revised(function);
  }

  private void publish(HttpExchange exchange, Function function) throws IOException {
    ObjectNode made = function.latest.deepCopy();
    made.put("Version", Integer.toString(function.versions.size()));
    if (versionsFail) {
      made.put("State", "Failed").put("StateReason", "the played snapshot failed");
    }
    if (function.versions.isEmpty() || !function.versions.getLast().equals(made)) {
      made.put("Version", Integer.toString(function.versions.size() + 1));
      function.versions.add(made);
    }
    changes.add("publish");
    say(exchange, 201, made);
  }

  private void name(
      HttpExchange exchange, Function function, String alias, JsonNode request, String change)
      throws IOException {
    function.aliases.put(alias, request.get("FunctionVersion").asString());
    changes.add(change);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("Name", alias).set("FunctionVersion", request.get("FunctionVersion"));
    say(exchange, change.startsWith("create") ? 201 : 200, answer);
  }

  private static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String kind) throws IOException {
    String[] words = kind.split(": ", 2);
    exchange.getResponseHeaders().add("x-amzn-ErrorType", words[0]);
    String message = words.length > 1 ? words[1] : "played " + kind;
    say(exchange, status, JSON.createObjectNode().put("Message", message));
  }

  private static void say(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    byte[] bytes = answer.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

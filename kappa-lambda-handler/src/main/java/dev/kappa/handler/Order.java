package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What an invocation is asked to do. Its JSON is a flat object; members it does not know are left.
 */
sealed interface Order {
  /** Take tasks from the coordinator at this address until there are none. */
  record Work(Message.Address coordinator, String token, String invocation, String api)
      implements Order {}

  /** Say which workflows there are. */
  record Describe() implements Order {}

  /**
   * Reads one.
   *
   * @throws KappaException with {@link ErrorCode#BAD_REQUEST}
   */
  static Order parse(byte[] json) {
    Map<String, String> members = members(json);
    String action = text(members, "action");
    return switch (action) {
      case "work" ->
          new Work(
              new Message.Address(text(members, "host"), port(text(members, "port"))),
              text(members, "token"),
              text(members, "invocation"),
              text(members, "api"));
      case "describe" -> new Describe();
      default -> throw bad("its action is '" + action + "' (expected: work or describe)", null);
    };
  }

  private static Map<String, String> members(byte[] json) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw bad("it is not a JSON object", null);
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        if (in.nextToken().isScalarValue()) {
          members.put(name, in.getString());
        } else {
          in.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw bad("it is not JSON: " + e.getOriginalMessage(), e);
    }
    return members;
  }

  private static String text(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null) {
      throw bad("it has no member '" + name + "'", null);
    }
    return value;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw bad("its port is '" + text + "' (expected: 1..65535)", e);
    }
    throw bad("its port is " + text + " (expected: 1..65535)", null);
  }

  private static KappaException bad(String what, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.BAD_REQUEST,
        "the invocation's payload is not one of the coordinator's: "
            + what
            + ". Invoke this function through Kappa, not by hand.",
        cause);
  }
}

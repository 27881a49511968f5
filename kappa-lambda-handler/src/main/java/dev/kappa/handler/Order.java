package dev.kappa.handler;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Carried;
import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
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
  /**
   * Take tasks from the coordinator at this address until there are none.
   *
   * @param tls whose certificates coordinators have; empty if they don't encrypt
   * @param blobs where large values are to go; empty for the coordinator
   */
  record Work(
      Message.Address coordinator,
      String token,
      String invocation,
      Api api,
      String tls,
      String blobs)
      implements Order {
    /** {@return the same, with another token} */
    Work showing(String other) {
      return new Work(coordinator, other, invocation, api, tls, blobs);
    }
  }

  /**
   * Do one turn of one task without a connection, and answer with all that came of it.
   *
   * @param version of the protocol that the coordinator speaks
   * @param begun whether the step that the task is at, which runs at most once, has begun for this
   *     invocation: it is durable
   * @param careful whether workers died with this task: each step is committed before the next
   * @param whole whether as many frames came as fit
   * @param said where what the coordinator says is: {@link #messages}
   * @param blobs where large values are to go; empty for the coordinator
   */
  record Turn(
      int version,
      Api api,
      boolean begun,
      boolean careful,
      boolean whole,
      Carried said,
      String blobs)
      implements Order {}

  /** Say which workflows there are. */
  record Describe() implements Order {}

  /**
   * Reads one.
   *
   * @throws KappaException with {@link ErrorCode#BAD_REQUEST}
   */
  static Order parse(byte[] json) {
    try {
      return read(json);
    } catch (BadOrderException e) {
      throw foreign(String.valueOf(e.getMessage()), e);
    }
  }

  /** {@return an error of a payload that is not the coordinator's} */
  static KappaException foreign(String what, @Nullable Exception cause) {
    return new KappaException(
        ErrorCode.BAD_REQUEST,
        "the invocation's payload is not one of the coordinator's: "
            + what
            + ". Invoke this function through Kappa, not by hand.",
        cause);
  }

  /**
   * As {@link #parse}.
   *
   * @throws BadOrderException with what is wrong with it
   */
  static Order read(byte[] json) {
    Map<String, String> members = members(json);
    String action = text(members, "action");
    return switch (action) {
      case "work" ->
          new Work(
              new Message.Address(text(members, "host"), port(text(members, "port"))),
              text(members, "token"),
              text(members, "invocation"),
              api(members),
              members.getOrDefault("tls", ""),
              members.getOrDefault("blobs", ""));
      case "turn" ->
          new Turn(
              version(text(members, "version")),
              api(members),
              Boolean.parseBoolean(text(members, "begun")),
              Boolean.parseBoolean(text(members, "careful")),
              Boolean.parseBoolean(text(members, "whole")),
              said(members),
              members.getOrDefault("blobs", ""));
      case "describe" -> new Describe();
      default ->
          throw bad("its action is '" + action + "' (expected: work, turn or describe)", null);
    };
  }

  /** {@return whether {@code json}, as the coordinator writes it, asks for one turn of a task} */
  static boolean isTurn(byte[] json) {
    byte[] start = "{\"action\":\"turn\"".getBytes(StandardCharsets.US_ASCII);
    return json.length > start.length
        && Arrays.equals(json, 0, start.length, start, 0, start.length);
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

  private static Api api(Map<String, String> members) {
    return new Api(text(members, "api"), members.getOrDefault("signals", ""));
  }

  private static String text(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null) {
      throw bad("it has no member '" + name + "'", null);
    }
    return value;
  }

  /** The messages of another version are not read. */
  private static int version(String text) {
    if (!text.equals(Integer.toString(Message.VERSION))) {
      throw bad(
          "it speaks version %s of the protocol (expected: %d); build the application with the coordinator's version of Kappa"
              .formatted(text, Message.VERSION),
          null);
    }
    return Message.VERSION;
  }

  private static Carried said(Map<String, String> members) {
    try {
      String claim = members.get("claim");
      return claim == null
          ? new Carried.Inline(Base64.getDecoder().decode(text(members, "messages")))
          : Carried.Claim.parse(claim);
    } catch (IllegalArgumentException e) {
      throw bad("its messages can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * {@return what the coordinator says: the assignment, and blobs that it names}
   *
   * @throws KappaException with {@link ErrorCode#BAD_REQUEST}
   */
  static List<Message> messages(byte[] said) {
    try {
      return Message.unframe(said);
    } catch (MalformedMessageException e) {
      throw foreign("its messages can't be read: " + e.getMessage(), e);
    }
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

  private static BadOrderException bad(String what, @Nullable Exception cause) {
    return new BadOrderException(what, cause);
  }
}

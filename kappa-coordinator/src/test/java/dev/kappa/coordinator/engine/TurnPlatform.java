package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Functions that return what the test says. */
final class TurnPlatform extends QuietPlatform {
  private final Deque<Invoked> invocations = new ArrayDeque<>();
  private final TestClaims claims;

  TurnPlatform() {
    this(new TestClaims(Integer.MAX_VALUE));
  }

  /** Functions that find there what is too large for their payloads. */
  TurnPlatform(TestClaims claims) {
    this.claims = claims;
  }

  /** One invocation: what it was given, and how it ends. */
  record Invoked(JsonNode order, List<Message> messages, CompletableFuture<InvokeOutcome> end) {
    Assignment task() {
      return ((Message.Assigned) messages.getFirst()).assignment();
    }

    boolean says(String member) {
      return order.required(member).booleanValue();
    }

    void returns(Message... said) {
      ByteWriter out = new ByteWriter();
      for (Message message : said) {
        ByteWriter frame = Message.frame(message);
        out.raw(frame.array(), 0, frame.size());
      }
      String messages = Base64.getEncoder().encodeToString(out.toBytes());
      answers("{\"tasks\":1,\"reason\":\"returned\",\"messages\":\"%s\"}".formatted(messages));
    }

    void answers(String json) {
      ends(new InvokeOutcome.Returned(json.getBytes(StandardCharsets.UTF_8)));
    }

    void ends(InvokeOutcome how) {
      end.complete(how);
    }
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(byte[] payload) {
    JsonNode order = JsonMapper.shared().readTree(payload);
    byte[] messages =
        order.has("claim")
            ? claims.object(order.required("claim").stringValue())
            : Base64.getDecoder().decode(order.required("messages").stringValue());
    CompletableFuture<InvokeOutcome> end = new CompletableFuture<>();
    invocations.add(new Invoked(order, Message.unframe(messages), end));
    return end;
  }

  /** {@return the oldest invocation that was not taken yet} */
  Invoked take() {
    return invocations.remove();
  }

  int waiting() {
    return invocations.size();
  }

  @Override
  public boolean workersSurvive() {
    return true;
  }
}

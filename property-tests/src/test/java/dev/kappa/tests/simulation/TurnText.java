package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a function is invoked with that has no connection.
 *
 * @param payload its bytes
 * @param task what it is given
 * @param begun whether it is stored that the task's step begins
 */
record TurnText(byte[] payload, Assignment task, boolean begun) {
  private static final Pattern MESSAGES = Pattern.compile("\"messages\":\"([^\"]*)\"");

  /** {@return what is in a payload; null if it is for a function of another kind} */
  static @Nullable TurnText of(byte[] payload) {
    String text = new String(payload, UTF_8);
    if (!text.startsWith("{\"action\":\"turn\"")) {
      return null;
    }
    Message.Assigned task = (Message.Assigned) messages(payload).getFirst();
    return new TurnText(payload, task.assignment(), text.contains("\"begun\":true"));
  }

  /** {@return what is said in a payload, or in an answer} */
  static List<Message> messages(byte[] json) {
    Matcher said = MESSAGES.matcher(new String(json, UTF_8));
    return said.find() ? Message.unframe(Base64.getDecoder().decode(said.group(1))) : List.of();
  }

  /** {@return the commits in an answer} */
  static List<Commit> commits(byte[] answer) {
    return messages(answer).stream()
        .filter(Message.Commits.class::isInstance)
        .map(said -> ((Message.Commits) said).commit())
        .toList();
  }
}

package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.objects.Carried;
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
  private static final Pattern CLAIM = Pattern.compile("\"claim\":\"([^\"]*)\"");

  /**
   * {@return what is in a payload; null if it is for a function of another kind}
   *
   * @param bucket where what does not fit in payloads is; null if all fits
   */
  static @Nullable TurnText of(byte[] payload, @Nullable SimulatedBucket bucket) {
    String text = new String(payload, UTF_8);
    if (!text.startsWith("{\"action\":\"turn\"")) {
      return null;
    }
    Message.Assigned task = (Message.Assigned) messages(payload, bucket).getFirst();
    return new TurnText(payload, task.assignment(), text.contains("\"begun\":true"));
  }

  /** {@return what is said in a payload, or in an answer} */
  static List<Message> messages(byte[] json, @Nullable SimulatedBucket bucket) {
    String text = new String(json, UTF_8);
    Matcher claimed = CLAIM.matcher(text);
    if (bucket != null && claimed.find()) {
      Carried.Claim claim = Carried.Claim.parse(claimed.group(1));
      return Message.unframe(claim.open(bucket.blob(claim.run(), claim.name()).orElse(null)));
    }
    Matcher said = MESSAGES.matcher(text);
    return said.find() ? Message.unframe(Base64.getDecoder().decode(said.group(1))) : List.of();
  }

  /** {@return the commits in an answer} */
  static List<Commit> commits(byte[] answer, @Nullable SimulatedBucket bucket) {
    return messages(answer, bucket).stream()
        .filter(Message.Commits.class::isInstance)
        .map(said -> ((Message.Commits) said).commit())
        .toList();
  }
}

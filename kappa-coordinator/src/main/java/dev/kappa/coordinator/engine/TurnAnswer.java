package dev.kappa.coordinator.engine;

import dev.kappa.objects.Carried;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a function returned that was given one task.
 *
 * @param begun whether it has begun with the task; else it did nothing
 * @param requests what it asks of the coordinator, in order
 * @param wish what it lacked
 * @param next the attempt's next turn, to be begun if all is granted; null if this was the last
 * @param claim where all that it said is, if it is not here
 */
record TurnAnswer(
    boolean begun,
    List<Message> requests,
    TurnWishes.Wish wish,
    Message.@Nullable Assigned next,
    Carried.@Nullable Claim claim) {
  static final TurnAnswer NOTHING = nothing(false);

  TurnAnswer {
    requests = List.copyOf(requests);
  }

  /** {@return one that asks for nothing} */
  static TurnAnswer nothing(boolean begun) {
    return new TurnAnswer(begun, List.of(), TurnWishes.Wish.NONE, null, null);
  }

  /**
   * Reads one.
   *
   * @param attempt the one that it was given; it speaks for no other
   */
  static TurnAnswer read(byte[] answer, AttemptRef attempt) {
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(answer);
    } catch (JacksonException e) {
      return NOTHING;
    }
    // What it did is done, whether it can be understood or not.
    boolean begun = node.path("tasks").asLong(0) > 0;
    try {
      String claim = node.path("claim").asString("");
      if (!claim.isEmpty()) {
        return claimed(Carried.Claim.parse(claim), attempt);
      }
      String messages = node.path("messages").asString("");
      if (!messages.isEmpty()) {
        return of(Message.unframe(Base64.getDecoder().decode(messages)), attempt);
      }
      return nothing(begun);
    } catch (IllegalArgumentException | MalformedMessageException e) {
      return nothing(begun);
    }
  }

  private static TurnAnswer claimed(Carried.Claim claim, AttemptRef attempt) {
    return claim.isOf(attempt, Carried.Way.ANSWER)
        ? new TurnAnswer(true, List.of(), TurnWishes.Wish.NONE, null, claim)
        : nothing(true);
  }

  /** As {@link #read}, of what was said where a {@link #claim} is. */
  static TurnAnswer opened(byte[] messages, AttemptRef attempt) {
    try {
      return of(Message.unframe(messages), attempt);
    } catch (MalformedMessageException e) {
      return nothing(true);
    }
  }

  private static TurnAnswer of(List<Message> messages, AttemptRef attempt) {
    List<Message> requests = new ArrayList<>();
    boolean frames = false;
    Set<String> blobs = new HashSet<>();
    Message.Assigned next = null;
    for (Message message : messages) {
      switch (message) {
        case Message.Commits m when m.commit().ref().equals(attempt) -> requests.add(m);
        case Message.PutBlob m when m.ref().equals(attempt) && m.isOfItsAttempt() ->
            requests.add(m);
        case Message.FetchFrames m when m.ref().equals(attempt) -> frames = true;
        case Message.FetchBlob m when m.ref().equals(attempt) -> blobs.add(m.name());
        case Message.Assigned m when m.assignment().ref().equals(attempt) -> next = m;
        default ->
            throw new MalformedMessageException("not in an answer for " + attempt + ": " + message);
      }
    }
    return new TurnAnswer(true, requests, new TurnWishes.Wish(frames, blobs), next, null);
  }
}

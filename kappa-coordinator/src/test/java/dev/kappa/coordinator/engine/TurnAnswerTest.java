package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function returns is what it did with its task, or nothing. */
final class TurnAnswerTest {
  static final AttemptRef ATTEMPT = new AttemptRef("run", new Handle(7, 1), 3);

  /** One that it may store. */
  private static final String BLOB = "7.1-3-1-0-ab";

  private static Message.Commits commit(AttemptRef ref) {
    Continuation left =
        new Continuation(0, List.of(), TestWorker.NOTHING, 1, 2, Extent.NONE, false);
    return new Message.Commits(new Commit(ref, 1, 5, left, List.of(), false));
  }

  /** {@return answers as functions give them} */
  static Stream<byte[]> answers() {
    return Stream.concat(
        Stream.of("{\"tasks\":1}", "{\"tasks\":0}", "{\"messages\":\"\"}")
            .map(text -> text.getBytes(UTF_8)),
        messages().map(TurnAnswerTest::answer));
  }

  static Stream<Message[]> messages() {
    return Stream.of(
        new Message[] {commit(ATTEMPT)},
        new Message[] {new Message.PutBlob(ATTEMPT, BLOB, new byte[] {1}), commit(ATTEMPT)},
        new Message[] {
          new Message.FetchBlob(ATTEMPT, "b"), new Message.FetchFrames(ATTEMPT, 0, 3)
        });
  }

  static byte[] bytes(Message... messages) {
    ByteWriter all = new ByteWriter();
    for (Message message : messages) {
      ByteWriter frame = Message.frame(message);
      all.raw(frame.array(), 0, frame.size());
    }
    return Arrays.copyOf(all.array(), all.size());
  }

  static byte[] answer(Message... messages) {
    return json(bytes(messages));
  }

  static byte[] json(byte[] messages) {
    return "{\"messages\":\"%s\"}"
        .formatted(Base64.getEncoder().encodeToString(messages))
        .getBytes(UTF_8);
  }

  static boolean isOfTheAttempt(Message request) {
    return switch (request) {
      case Message.Commits m -> m.commit().ref().equals(ATTEMPT);
      case Message.PutBlob m -> m.ref().equals(ATTEMPT) && m.isOfItsAttempt();
      default -> false;
    };
  }

  @Test
  void answerWithAValueUnderTheNameOfAnothersIsNone() {
    for (String name : List.of("7.1-2-1-0-ab", "7.2-3-1-0-ab", "17.1-3-1-0-ab", "b", "")) {
      byte[] answer = answer(new Message.PutBlob(ATTEMPT, name, new byte[] {1}), commit(ATTEMPT));
      assertThat(TurnAnswer.read(answer, ATTEMPT)).as(name).isEqualTo(TurnAnswer.NOTHING);
    }
  }

  @Test
  void answerIsReadAsItWasGiven() {
    TurnAnswer read =
        TurnAnswer.read(
            answer(
                new Message.PutBlob(ATTEMPT, BLOB, new byte[] {1}),
                commit(ATTEMPT),
                new Message.FetchBlob(ATTEMPT, "c")),
            ATTEMPT);
    assertThat(read.begun()).isTrue();
    assertThat(read.requests()).hasSize(2).allMatch(TurnAnswerTest::isOfTheAttempt);
    assertThat(read.wish().blobs()).containsExactly("c");
    assertThat(TurnAnswer.read("{\"tasks\":1}".getBytes(UTF_8), ATTEMPT).begun()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "\"text\"",
        "[]",
        "{",
        "{}",
        "{\"messages\":7}",
        "{\"messages\":{}}",
        "{\"messages\":[\"AAAA\"]}",
        "{\"messages\":\"no base64 %\"}",
        "{\"messages\":\"AAAAASQ=\"}",
        "{\"messages\":\"/////w==\"}",
        "{\"tasks\":\"many\"}",
        "{\"tasks\":1e400}",
        "{\"tasks\":{}}",
        "{\"tasks\":99999999999999999999}",
        "\u0000"
      })
  void nonsenseIsAsIfItHadDoneNothing(String nonsense) {
    TurnAnswer read = TurnAnswer.read(nonsense.getBytes(UTF_8), ATTEMPT);
    assertThat(read.requests()).isEmpty();
    assertThat(read.next()).isNull();
    assertThat(read.wish()).isEqualTo(TurnWishes.Wish.NONE);
  }

  @Test
  void deeplyNestedAnswerIsNonsense() {
    String deep = "{\"messages\":" + "[".repeat(100_000);
    assertThat(TurnAnswer.read(deep.getBytes(UTF_8), ATTEMPT).begun()).isFalse();
  }

  @Test
  void functionSpeaksForNoOtherAttempt() {
    for (AttemptRef other :
        List.of(
            new AttemptRef("other", new Handle(7, 1), 3),
            new AttemptRef("run", new Handle(7, 2), 3),
            new AttemptRef("run", new Handle(7, 1), 4))) {
      TurnAnswer read = TurnAnswer.read(answer(commit(ATTEMPT), commit(other)), ATTEMPT);
      assertThat(read.requests()).as("%s", other).isEmpty();
      assertThat(read.begun()).isFalse();
    }
  }

  @Property(tries = 500)
  void damagedAnswerIsReadOrNothing(
      @ForAll @IntRange(max = 5) int which, @ForAll @IntRange(max = 500) int at, @ForAll byte to) {
    byte[] damaged = answers().toList().get(which);
    damaged[at % damaged.length] = to;
    TurnAnswer read = TurnAnswer.read(damaged, ATTEMPT);
    assertThat(read.requests()).allMatch(TurnAnswerTest::isOfTheAttempt);
  }
}

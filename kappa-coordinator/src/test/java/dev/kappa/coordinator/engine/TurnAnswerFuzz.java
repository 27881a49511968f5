package dev.kappa.coordinator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.kappa.wire.Message;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a function returns: it is what it did with its task, or as if it had done nothing. */
final class TurnAnswerFuzz {
  static Stream<Arguments> answers() {
    return TurnAnswerTest.answers().map(Arguments::of);
  }

  @MethodSource("answers")
  @FuzzTest(maxDuration = "2m")
  void answer(byte[] answer) {
    TurnAnswer read = TurnAnswer.read(answer, TurnAnswerTest.ATTEMPT);
    assertThat(read.requests()).allMatch(TurnAnswerTest::isOfTheAttempt);
  }

  static Stream<Arguments> messages() {
    return TurnAnswerTest.messages().map(TurnAnswerTest::bytes).map(Arguments::of);
  }

  /** The form around them holds: what is in it is not looked at for that alone. */
  @MethodSource("messages")
  @FuzzTest(maxDuration = "2m")
  void messages(byte[] messages) {
    TurnAnswer read = TurnAnswer.read(TurnAnswerTest.json(messages), TurnAnswerTest.ATTEMPT);
    assertThat(read.requests()).allMatch(TurnAnswerTest::isOfTheAttempt);
    assertThat(read.next())
        .matches(next -> next == null || isOfTheAttempt(next), "the attempt's own");
  }

  private static boolean isOfTheAttempt(Message.Assigned next) {
    return next.assignment().ref().equals(TurnAnswerTest.ATTEMPT);
  }
}

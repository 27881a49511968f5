package dev.kappa.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.Next;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.PermitVerb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What coordinators ask each other of limits, as JSON. */
final class PermitJsonTest {
  private static final LimitSpec LIMIT = new LimitSpec("crm-api", 5, 100, 60_000);
  private static final long LARGE = Long.MAX_VALUE - 1;

  @ParameterizedTest
  @EnumSource
  void requestComesBackAsItWas(PermitVerb verb) {
    PermitRequest request = new PermitRequest(verb, LIMIT, "0123456789abcdef", "3.1", LARGE);
    assertThat(PermitJson.request("crm-api", PermitJson.of(request))).isEqualTo(request);
  }

  @ParameterizedTest
  @EnumSource
  void answerComesBackAsItWas(PermitStage stage) {
    PermitAnswer answer = new PermitAnswer(stage, LARGE);
    assertThat(PermitJson.answer(PermitJson.of(answer))).isEqualTo(answer);
  }

  @Test
  void whatIsAskedNextFollowsFromWhatATaskKnows() {
    Handle task = new Handle(3, 1);
    Next.Permit asked = new Next.Permit(LIMIT, Next.Permit.Stage.ASKED, 0);
    assertThat(PermitRequest.of("run", task, asked))
        .isEqualTo(new PermitRequest(PermitVerb.ACQUIRE, LIMIT, "run", "3.1", 0));
    assertThat(PermitRequest.of("run", task, asked.at(Next.Permit.Stage.TAKING, 7)))
        .isEqualTo(new PermitRequest(PermitVerb.TAKE, LIMIT, "run", "3.1", 7));
    assertThat(PermitRequest.of("run", task, asked.at(Next.Permit.Stage.RETURNED, 7)).verb())
        .isEqualTo(PermitVerb.RELEASE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"verb\":\"acquire\"}",
        "{\"verb\":\"grab\",\"run\":\"r\",\"task\":\"1.1\",\"ticket\":\"0\",\"atMost\":1,\"rate\":0,\"per\":0}",
        "{\"verb\":\"take\",\"run\":\"r\",\"task\":\"1.1\",\"ticket\":\"x\",\"atMost\":1,\"rate\":0,\"per\":0}",
        "{\"verb\":\"take\",\"run\":\"r\",\"task\":\"one\",\"ticket\":\"0\",\"atMost\":1,\"rate\":0,\"per\":0}",
        "{\"verb\":\"take\",\"run\":\"a/b\",\"task\":\"1.1\",\"ticket\":\"0\",\"atMost\":1,\"rate\":0,\"per\":0}",
        "{\"verb\":\"take\",\"run\":\"r\",\"task\":\"1.1\",\"ticket\":\"0\",\"atMost\":0,\"rate\":0,\"per\":0}"
      })
  void whatIsNoRequestIsRefused(String body) {
    assertThatThrownBy(() -> PermitJson.request("crm-api", body))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    assertThatThrownBy(() -> PermitJson.answer("{\"stage\":\"GONE\",\"ticket\":\"1\"}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PermitJson.answer("{}")).isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.kappa.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerTokensTest {
  private static final long NOW = 1_795_000_000_000L;
  private static final long END = NOW + WorkerTokens.LIFE.toMillis();

  private final WorkerTokens tokens = WorkerTokens.of("secret");

  @Test
  void residentTokenHoldsAsLongAsWhatWasToldWithItIsSo() {
    tokens.terms("s3://values");
    String token = tokens.residentToken("resident-1", NOW);
    assertThat(tokens.residentRefusal(token, "resident-1", NOW)).isNull();
    assertThat(tokens.residentRefusal(token, "resident-2", NOW)).isNotNull();
    tokens.terms("s3://values?seal=true");
    assertThat(tokens.residentRefusal(token, "resident-1", NOW)).contains("it is to ask anew");
    tokens.terms("s3://values");
    assertThat(tokens.residentRefusal(token, "resident-1", END)).isNull();
    assertThat(tokens.residentRefusal(token, "resident-1", END + 1)).contains("has expired");
  }

  private final String token = tokens.token("invocation-1", NOW);

  @Test
  void tokenHoldsForItsInvocationUntilItExpires() {
    assertThat(tokens.refusal(token, "invocation-1", NOW)).isNull();
    assertThat(tokens.refusal(token, "invocation-1", END)).isNull();
    assertThat(tokens.refusal(token, "invocation-1", END + 1)).isEqualTo("its token has expired");
  }

  @Test
  void eachCoordinatorOfTheStoreKnowsItAndNoOther() {
    assertThat(WorkerTokens.of("secret").refusal(token, "invocation-1", NOW)).isNull();
    assertThat(WorkerTokens.of("other").refusal(token, "invocation-1", NOW)).contains("not that");
  }

  @Test
  void tokenOfAnotherInvocationIsRefused() {
    assertThat(tokens.refusal(token, "invocation-2", NOW)).contains("not that of this invocation");
  }

  @Test
  void tokenIsRefusedWhicheverBitOfItIsAltered() {
    for (int place = 0; place < token.length(); place++) {
      for (int bit = 0; bit < 7; bit++) {
        char[] altered = token.toCharArray();
        altered[place] ^= (char) (1 << bit);
        assertThat(tokens.refusal(new String(altered), "invocation-1", NOW))
            .as("bit %d of character %d", bit, place)
            .isNotNull();
      }
    }
  }

  @Test
  void whatIsCutOffOrNoTokenIsRefused() {
    for (int length = 0; length < token.length(); length++) {
      assertThat(tokens.refusal(token.substring(0, length), "invocation-1", NOW)).isNotNull();
    }
    assertThat(tokens.refusal("secret", "invocation-1", NOW)).contains("no token of a worker");
    assertThat(tokens.refusal("9".repeat(40) + token, "invocation-1", NOW)).isNotNull();
  }

  @Test
  void lifeThatIsPutOffIsRefused() {
    String longer = (END + 1) + token.substring(token.indexOf('.'));
    assertThat(tokens.refusal(longer, "invocation-1", NOW)).contains("not that");
  }

  // ---- grants

  private static final AttemptRef ATTEMPT = new AttemptRef("run-1", new Handle(3, 4), 5);

  private final Message.Grant grant = tokens.grant(ATTEMPT, WorkerTokens.LIFE, NOW);

  private @Nullable String refusal(AttemptRef attempt, String token) {
    return tokens.refusal(new Message.Grant(attempt, token), NOW);
  }

  @Test
  void grantHoldsForItsAttemptUntilItExpires() {
    assertThat(tokens.refusal(grant, NOW)).isNull();
    assertThat(WorkerTokens.of("secret").refusal(grant, END)).isNull();
    assertThat(tokens.refusal(grant, END + 1)).isEqualTo("its grant has expired");
    assertThat(WorkerTokens.of("other").refusal(grant, NOW)).contains("or of another store");
  }

  @Test
  void grantIsBoundToItsRunItsTaskAndItsEpoch() {
    List<AttemptRef> others =
        List.of(
            new AttemptRef("run-2", ATTEMPT.task(), 5),
            new AttemptRef("", ATTEMPT.task(), 5),
            new AttemptRef("run-1", new Handle(3, 5), 5),
            new AttemptRef("run-1", new Handle(34, 4), 5),
            new AttemptRef("run-1", Handle.ROOT, 5),
            new AttemptRef("run-1", ATTEMPT.task(), 4),
            new AttemptRef("run-1", ATTEMPT.task(), 6));
    assertThat(others)
        .allSatisfy(
            other ->
                assertThat(refusal(other, grant.token())).contains("not that of this attempt"));
  }

  @Test
  void grantIsRefusedWhicheverBitOfItIsAltered() {
    for (int place = 0; place < grant.token().length(); place++) {
      for (int bit = 0; bit < 7; bit++) {
        char[] altered = grant.token().toCharArray();
        altered[place] ^= (char) (1 << bit);
        assertThat(refusal(ATTEMPT, new String(altered)))
            .as("bit %d of character %d", bit, place)
            .isNotNull();
      }
    }
    assertThat(refusal(ATTEMPT, "")).contains("has not the form of one");
  }

  @Test
  void tokenAndGrantAreNotTakenForEachOther() {
    assertThat(refusal(ATTEMPT, token)).contains("not that of this attempt");
    String text = "attempt\n5\n3.4\nrun-1";
    assertThat(tokens.refusal(grant.token(), text, NOW)).contains("not that of this invocation");
    assertThat(refusal(ATTEMPT, tokens.token(text, NOW))).contains("not that of this attempt");
  }

  @Test
  void nothingOfTheKeyIsShown() {
    assertThat(tokens.toString()).isEqualTo("WorkerTokens");
    assertThat(token).doesNotContain("secret");
  }
}

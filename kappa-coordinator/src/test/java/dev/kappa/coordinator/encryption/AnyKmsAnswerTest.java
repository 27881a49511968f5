package dev.kappa.coordinator.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes back from where KMS should be: it is the bytes that it says, or told as an error
 * in few words, of which none is a key.
 */
class AnyKmsAnswerTest {
  private static final int LONGEST_MESSAGE = 4_500;
  private static final Set<ErrorCode> CODES =
      Set.of(ErrorCode.KEYS_UNREACHABLE, ErrorCode.KEY_REFUSED, ErrorCode.NOT_AUTHENTIC);

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  static final List<KmsAnswer> ANSWERS =
      List.of(
          answer(200, "{\"Plaintext\":\"" + KEY + "\",\"CiphertextBlob\":\"" + KEY + "\"}"),
          answer(200, "{\"Plaintext\":\"AQID\",\"CiphertextBlob\":\"AAEC\\u0041w==\"}"),
          answer(200, "{\"CiphertextBlob\":1234}"),
          answer(200, "<html>"),
          answer(
              400,
              "{\"__type\":\"com.amazonaws.kms#InvalidCiphertextException\",\"message\":null}"),
          answer(400, "{\"__type\":\"IncorrectKeyException\",\"Message\":\"m\"}"),
          answer(400, "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}"),
          answer(400, "{\"__type\":\"AccessDeniedException\",\"Message\":\"User: a\"}"),
          answer(429, "{}"),
          answer(500, "{\"__type\":[\"KMSInternalException\"],\"message\":{}}"),
          answer(503, ""));

  private static KmsAnswer answer(int status, String body) {
    return new KmsAnswer(status, body.getBytes(UTF_8));
  }

  // ---- what holds of any answer

  static void assertReadOrRefused(KmsAnswer answer) {
    try (KmsKey key = answer.key()) {
      assertReadOrRefused(answer, () -> key.wrap(new byte[1], "place"));
      assertReadOrRefused(answer, () -> key.unwrap(new byte[1], "place"));
    }
  }

  private static void assertReadOrRefused(KmsAnswer answer, Supplier<byte[]> request) {
    byte[] bytes;
    try {
      bytes = request.get();
    } catch (KappaException refused) {
      assertThat(refused.code()).isIn(CODES);
      assertThat(refused.getMessage()).hasSizeLessThan(LONGEST_MESSAGE).doesNotContain(KEY);
      assertThat(refused).hasNoCause();
      return;
    }
    assertThat(answer.status()).isLessThan(400);
    // The SDK reads more than JSON, and more than Base64: what it makes of that is its own.
    assertThat(bytes).isNotEmpty();
  }

  /** A place in a body, and what stands there instead. */
  record Change(int at, byte to) {}

  @Provide
  Arbitrary<Change> changes() {
    return Arbitraries.integers()
        .between(0, 100)
        .flatMap(at -> Arbitraries.bytes().map(to -> new Change(at, to)));
  }

  @Provide
  Arbitrary<KmsAnswer> answers() {
    return Arbitraries.of(ANSWERS);
  }

  @Property(tries = 500)
  void changedAnswer(
      @ForAll("answers") KmsAnswer answer,
      @ForAll @Size(max = 4) List<@From("changes") Change> changes) {
    byte[] body = answer.body().clone();
    if (body.length > 0) {
      changes.forEach(change -> body[change.at() % body.length] = change.to());
    }
    assertReadOrRefused(new KmsAnswer(answer.status(), body));
  }

  @Property(tries = 200)
  void anyBytes(@ForAll("answers") KmsAnswer answer, @ForAll @Size(max = 100) byte[] body) {
    assertReadOrRefused(new KmsAnswer(answer.status(), body));
  }

  /** The first byte says which status, the rest is the body. */
  static byte[] chosen(int which) {
    byte[] body = ANSWERS.get(which).body();
    return ByteBuffer.allocate(body.length + 1).put((byte) which).put(body).array();
  }

  static void assertChosenReadOrRefused(byte[] bytes) {
    if (bytes.length > 0) {
      int status = ANSWERS.get(Byte.toUnsignedInt(bytes[0]) % ANSWERS.size()).status();
      assertReadOrRefused(new KmsAnswer(status, Arrays.copyOfRange(bytes, 1, bytes.length)));
    }
  }

  // ---- what was found

  @Test
  void bytesAreThoseOfTheAnswer() {
    try (KmsKey key = ANSWERS.getFirst().key()) {
      assertThat(key.wrap(new byte[1], "place")).isEqualTo(new byte[32]);
      assertThat(key.unwrap(new byte[1], "place")).isEqualTo(new byte[32]);
    }
  }

  @Test
  void keyInAnAnswerThatCantBeReadIsNotQuoted() {
    for (String body : List.of("{\"Plaintext\":" + KEY, KEY, "{\"" + KEY, "\"" + KEY)) {
      assertReadOrRefused(answer(200, body));
      assertReadOrRefused(answer(500, body));
    }
  }

  @Test
  void longMessageIsCut() {
    KmsAnswer answer =
        answer(400, "{\"__type\":\"%1$s\",\"message\":\"%1$s\"}".formatted("x".repeat(100_000)));
    assertReadOrRefused(answer);
  }
}

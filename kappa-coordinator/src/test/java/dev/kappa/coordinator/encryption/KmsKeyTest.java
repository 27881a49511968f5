package dev.kappa.coordinator.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KmsKeyTest {
  private static final byte[] DATA_KEY = Gcm.random(Gcm.KEY_BYTES);

  private final PlayedKms kms = new PlayedKms("one", "other");
  private final KmsKey key = kms.key("one");

  KmsKeyTest() throws IOException {}

  @AfterEach
  void end() {
    key.close();
    kms.close();
  }

  private static ThrowableAssertAlternative<KappaException> refused(
      ErrorCode code, ThrowingCallable call) {
    return Assertions.assertThatExceptionOfType(KappaException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void dataKeyIsEncryptedAndDecryptedByTheServiceWithSignedRequests() {
    byte[] wrapped = key.wrap(DATA_KEY, "place");
    assertThat(wrapped).isNotEqualTo(DATA_KEY);
    assertThat(key.unwrap(wrapped, "place")).isEqualTo(DATA_KEY);
    assertThat(kms.asked).containsExactly("Encrypt one", "Decrypt one");
    assertThat(kms.authorizations)
        .allMatch(
            header ->
                header.matches(
                    "AWS4-HMAC-SHA256 Credential=ID/\\d{8}/eu-west-1/kms/aws4_request,.*Signature=[0-9a-f]{64}"));
  }

  @Test
  void dataKeyOfAnotherPlaceOrOfAnotherKeyIsNotTaken() {
    byte[] wrapped = key.wrap(DATA_KEY, "place");
    refused(ErrorCode.NOT_AUTHENTIC, () -> key.unwrap(wrapped, "elsewhere"));
    refused(ErrorCode.NOT_AUTHENTIC, () -> kms.key("other").unwrap(wrapped, "place"));
  }

  @Test
  void keyThatIsNotThereIsToldWithWhatIsNeeded() {
    refused(ErrorCode.KEY_REFUSED, () -> kms.key("absent").wrap(DATA_KEY, "place"))
        .withMessageContaining("NotFoundException")
        .withMessageContaining("kms:Encrypt and kms:Decrypt");
  }

  @ParameterizedTest
  @CsvSource({
    "400,AccessDeniedException,KEY_REFUSED",
    "400,DisabledException,KEY_REFUSED",
    "400,KMSInvalidStateException,KEY_REFUSED",
    "400,IncorrectKeyException,NOT_AUTHENTIC",
    "400,InvalidCiphertextException,NOT_AUTHENTIC",
  })
  void refusalIsToldAtOnce(int status, String kind, ErrorCode code) {
    kms.failures.add(Map.entry(status, kind));
    refused(code, () -> key.wrap(DATA_KEY, "place")).withMessageContaining(kind);
    assertThat(kms.asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"400,ThrottlingException", "500,KMSInternalException", "503,Unavailable"})
  void whatPassesIsTriedThreeTimes(int status, String kind) {
    kms.failures.addAll(Collections.nCopies(2, Map.entry(status, kind)));
    assertThat(key.wrap(DATA_KEY, "place")).isNotEmpty();
    assertThat(kms.asked).hasSize(3);

    kms.failures.addAll(Collections.nCopies(3, Map.entry(status, kind)));
    refused(ErrorCode.KEYS_UNREACHABLE, () -> key.wrap(DATA_KEY, "place"));
  }

  @Test
  void answerThatStopsBeforeItsEndIsNotWaitedForForEver() {
    kms.longer = 1_000;
    kms.stops = true;
    try (KmsKey impatient = kms.key("one", Duration.ofMillis(300))) {
      refused(ErrorCode.KEYS_UNREACHABLE, () -> impatient.wrap(DATA_KEY, "place"));
    }
  }

  @Test
  void serviceThatIsNotThereIsToldWithItsAddress() {
    kms.close();
    refused(ErrorCode.KEYS_UNREACHABLE, () -> key.wrap(DATA_KEY, "place"))
        .withMessageContaining(kms.uri().toString());
  }
}

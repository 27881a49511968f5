package dev.kappa.coordinator.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class InvokeCredentialsTest {
  private final InvokeCredentials credentials = InvokeCredentials.random();

  private static String header(String id) {
    return "AWS4-HMAC-SHA256 Credential=" + id + "/20261129/us-east-1/lambda/aws4_request, S=1";
  }

  @Test
  void requestThatNamesTheirKeyIsSignedWithThem() {
    assertThat(credentials.signed(header(credentials.accessKeyId()))).isTrue();
  }

  @Test
  void anyOtherIsNot() {
    String id = credentials.accessKeyId();
    for (String other :
        new String[] {"", "a", id.substring(1), id + "0", id.toLowerCase(Locale.ROOT), "*"}) {
      assertThat(credentials.signed(header(other))).as(other).isFalse();
    }
    assertThat(credentials.signed(null)).isFalse();
    assertThat(credentials.signed("Bearer " + id)).isFalse();
    assertThat(credentials.signed(id)).isFalse();
    assertThat(credentials.signed("AWS4-HMAC-SHA256 Credential=" + id)).isFalse();
  }

  @Test
  void eachAreOthersAndAreNotShown() {
    assertThat(InvokeCredentials.random()).isNotEqualTo(credentials);
    assertThat(credentials.accessKeyId()).hasSizeGreaterThan(40);
    assertThat(credentials).hasToString("InvokeCredentials");
  }
}

package dev.kappa.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @ParameterizedTest
  @CsvSource({
    "rediss://me:secret@h:1/2?ca=/etc/own%20ca.pem, /etc/own ca.pem",
    "'rediss-cluster://h:1,i:2?ca=/a+b.pem', /a+b.pem",
    "'rediss-sentinel://h:1,i:2/0?ca=/ca.pem#main', /ca.pem",
    "rediss://h:1?ca=/ca.pem&timeout=7s, /ca.pem",
    "rediss://h:1?timeout=7s&ca=/ca.pem, /ca.pem",
  })
  void whomToTrustIsNamedBehindTheAddress(String address, String file) {
    RedisAddress read = RedisAddress.parse(address);
    assertThat(read.authorities()).isEqualTo(Path.of(file));
    RedisAddress without = RedisAddress.parse(address.replaceFirst("ca=[^&#]*&?", ""));
    assertThat(without.authorities()).isNull();
    assertThat(without.servers()).isEqualTo(read.servers());
    assertThat(without.text()).isEqualTo(read.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://h:1?ca=/ca.pem", "rediss://h:1?ca=ca.pem", "rediss://h:1?ca="})
  void whomToTrustIsAFileByItsAbsolutePathAndForTls(String address) {
    KappaException refused =
        catchThrowableOfType(KappaException.class, () -> RedisAddress.parse(address));
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused).hasMessageContaining("absolute path of a PEM file, with rediss");
  }

  @ParameterizedTest
  @CsvSource({
    "'redis-sentinel://me:mine@h:1,i:2/0?sentinel-password=p%26q+r#main', , p&q+r",
    "redis-sentinel://h:1?sentinel-user=who&sentinel-password=theirs#main, who, theirs",
    "rediss-sentinel://h:1?sentinel-password=theirs&ca=/ca.pem&sentinel-user=who#main, who, theirs",
  })
  void sentinelsAreAskedAsTheyWantIt(String address, @Nullable String user, String password) {
    List<RedisURI> sentinels = RedisAddress.parse(address).servers().getFirst().getSentinels();
    assertThat(sentinels)
        .isNotEmpty()
        .extracting(RedisAddressTest::credentials)
        .allSatisfy(
            credentials -> {
              assertThat(credentials.getUsername()).isEqualTo(user);
              assertThat(credentials.getPassword()).containsExactly(password.toCharArray());
            });
  }

  private static RedisCredentials credentials(RedisURI uri) {
    return ((StaticCredentialsProvider) uri.getCredentialsProvider()).resolveCredentialsNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://h:1?sentinel-password=s3cret",
        "redis-cluster://h:1?sentinel-password=s3cret",
        "redis-sentinel://h:1?sentinel-user=s3cret#main",
      })
  void passwordForNoSentinelAndUserWithoutOneAreRefused(String address) {
    KappaException refused =
        catchThrowableOfType(KappaException.class, () -> RedisAddress.parse(address));
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused)
        .hasMessageContaining("expected: redis-sentinel://")
        .message()
        .doesNotContain("s3cr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:s3cret@h:1",
        "redis://:s3cr et@h:1",
        "redis-cluster://:s3cret@h:1/3",
        "redis-cluster://:s3cret @h:1",
        "s3cret"
      })
  void malformedAddressIsAWrongCallAndNotRepeated(String address) {
    KappaException refused =
        catchThrowableOfType(KappaException.class, () -> RedisAddress.parse(address));
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused).hasMessageContaining("expected: redis://").message().doesNotContain("s3cr");
  }

  @Test
  void passwordThatLooksLikeItIsAPassword() {
    RedisAddress address = RedisAddress.parse("rediss://:p&ca=q@h:1/2");
    assertThat(address.authorities()).isNull();
    assertThat(address.servers().getFirst().getHost()).isEqualTo("h");
  }
}

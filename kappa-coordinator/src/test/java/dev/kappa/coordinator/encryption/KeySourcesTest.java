package dev.kappa.coordinator.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySourcesTest {
  /** The last of each kind are none yet. */
  @ParameterizedTest
  @CsvSource({
    "eu-west-1, kms.eu-west-1.amazonaws.com",
    "eu-west-99, kms.eu-west-99.amazonaws.com",
    "cn-north-1, kms.cn-north-1.amazonaws.com.cn",
    "cn-south-7, kms.cn-south-7.amazonaws.com.cn",
    "us-gov-west-1, kms.us-gov-west-1.amazonaws.com",
    "eusc-de-east-1, kms.eusc-de-east-1.amazonaws.eu",
    "eusc-de-east-9, kms.eusc-de-east-9.amazonaws.eu",
    "zz-new-1, kms.zz-new-1.amazonaws.com",
  })
  void kmsOfARegionIsWhereItsPartitionHasIt(String region, String host) {
    assertThat(KeySources.endpoint(null, region)).hasToString("https://" + host + "/");
  }

  @ParameterizedTest
  @CsvSource({"eu-west-1", "zz-new-1"})
  void namedServerIsAskedWhateverTheRegion(String region) {
    assertThat(KeySources.endpoint("http%3A%2F%2F127.0.0.1%3A7", region))
        .hasToString("http://127.0.0.1:7");
  }
}

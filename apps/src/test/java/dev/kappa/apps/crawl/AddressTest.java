package dev.kappa.apps.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP://ExAmple.COM:80, http://example.com/",
    "https://a:443/x, https://a/x",
    "https://a:80/x, https://a:80/x",
    "http://a/b/../c/./d/../../../e, http://a/e",
    "http://a/../../b, http://a/b",
    "http://a/b/.., http://a/",
    "http://a/b/., http://a/b/",
    "http://a/%7euser/%2f%c3%bc, http://a/~user/%2F%C3%BC",
    "http://a/ü b?q=ü b&b=1&a, http://a/%C3%BC%20b?q=%C3%BC%20b&b=1&a",
    "http://a/x?, http://a/x?",
    "http://a/x#f?g, http://a/x",
    "http://a?b/../c, http://a/?b/../c",
    "http://a//b//c, http://a//b//c",
    "http://user:word@a/, http://a/",
    "http://münchen.example/, http://xn--mnchen-3ya.example/",
    "http://[::1]:8080/x, http://[::1]:8080/x",
    "http://a/100%, http://a/100%25",
    "http://a/[x]|^, http://a/%5Bx%5D%7C%5E"
  })
  void addressesHaveOneForm(String text, String normal) {
    assertThat(Address.normal(text)).contains(normal);
    assertThat(Address.normal(normal)).contains(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/a",
        "ftp://a/",
        "http:a",
        "http://",
        "http:///a",
        "http://[a/",
        "http://a b/",
        "http://a:99999/",
        "http://a:0/",
        "http://a:b/",
        "http://-/",
        "mailto:a@b"
      })
  void whatIsNoAddressHasNone(String text) {
    assertThat(Address.normal(text)).isEmpty();
  }

  @Test
  void theNormalFormOfANormalFormIsItself() {
    String pieces = "ab/.%7eü?&=#: ~;";
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("http://host/");
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      String normal = Address.normal(text.toString()).orElseThrow();
      assertThat(Address.normal(normal)).as(text.toString()).contains(normal);
      assertThat(normal).matches("http://host/[\\x21-\\x7e&&[^#\"<>\\\\^`{|}]]*");
    }
  }

  @Test
  void hostAndOriginAreCutOut() {
    assertThat(Address.host("http://a:81/b?c")).isEqualTo("a:81");
    assertThat(Address.origin("https://a/b")).isEqualTo("https://a");
  }
}

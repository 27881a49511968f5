package dev.kappa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Limits with keys. */
final class LimitKeyPropertyTest {
  private static final Limit MAIL = Limit.rate("mail", 3, Duration.ofHours(1)).withConcurrency(2);

  /** Any characters, also halves of pairs and such as names have. */
  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMinLength(1).ofMaxLength(1000),
        Arbitraries.strings()
            .withChars('a', 'A', '.', '-', '\uD800', '\uDC00', '?')
            .ofMinLength(1)
            .ofMaxLength(4));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab.-_").ofMinLength(1).ofMaxLength(56);
  }

  @Property
  void twoKeysNeverShareALimitAndTheSameAlwaysDoes(
      @ForAll("keys") String one, @ForAll("keys") String other) {
    assertThat(MAIL.forKey(one).name().equals(MAIL.forKey(other).name()))
        .isEqualTo(one.equals(other));
    assertThat(MAIL.forKey(one)).isEqualTo(MAIL.forKey(new String(one.toCharArray())));
  }

  @Property
  void keyOfOneLimitIsNoneOfAnother(
      @ForAll("names") String mine, @ForAll("names") String yours, @ForAll("keys") String key) {
    Limit one = Limit.concurrency(mine, 1).forKey(key);
    Limit other = Limit.concurrency(yours, 1).forKey(key);
    assertThat(one.name().equals(other.name())).isEqualTo(mine.equals(yours));
  }

  @Property
  void itAllowsWhatTheLimitDoes(@ForAll("keys") String key) {
    Limit keyed = MAIL.forKey(key);
    assertThat(keyed.toSpec().id()).startsWith("limit/mail.");
    assertThat(new Limit("mail", keyed.concurrency(), keyed.rate(), keyed.per())).isEqualTo(MAIL);
  }

  @Example
  void keyThatIsEmptyOrTooLongIsRefused() {
    assertThatThrownBy(() -> MAIL.forKey(""))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("length of the key of limit 'mail': 0 (expected: 1..1000)");
    assertThatThrownBy(() -> MAIL.forKey("x".repeat(1001))).hasMessageContaining("1001");
    assertThatThrownBy(() -> Limit.concurrency("n".repeat(57), 1).forKey("x"))
        .hasMessageContaining("at most 56 characters");
  }
}

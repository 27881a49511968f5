package dev.kappa.apps.grep;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredTextTest {
  @Property(tries = 20_000)
  void noLineIsLostByIt(
      @ForAll @From("patterns") String pattern, @ForAll @From("lines") String line) {
    Pattern compiled = compiled(pattern);
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

    assertThat(LineMatcher.of(pattern, false).matches(bytes, 0, bytes.length))
        .isEqualTo(compiled.matcher(line).find());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "begat begat",
        "(the|and)_[a-z]*ing_(of|the) ing_",
        "ab?cd+ef ef",
        "a\\.b a.b",
        "x{3}yz yz",
        "a|bcd ``",
        "(?i)abc ``",
        "\\x{41}bc bc",
        "[]a]bc bc",
        "\\pLbc bc",
        "^begin.*end$ begin",
      })
  void theLongestTextAtTheTopIsFound(String pattern, String required) {
    assertThat(RequiredText.of(pattern)).isEqualTo(required);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
            "a",
            "b",
            "ä",
            "ab",
            ".",
            "[ab]",
            "[^a]",
            "[]b]",
            "[[:alpha:]b]",
            "(",
            ")",
            "(?:",
            "(?i)",
            "|",
            "{|}",
            "*",
            "+",
            "?",
            "{2}",
            "{0,1}",
            "{",
            "^",
            "$",
            "\\.",
            "\\d",
            "\\b",
            "\\pL",
            "\\p{Greek}",
            "\\x61",
            "\\x{62}",
            "\\141",
            "\\\\",
            "\\Qa.b\\E",
            "\\n")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of("a", "b", "A", "ä", ".", "{2}", "{", "\\", "]", " ", "1")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  private static Pattern compiled(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      Assume.that(false);
      throw e;
    }
  }
}

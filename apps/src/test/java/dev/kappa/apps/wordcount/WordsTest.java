package dev.kappa.apps.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{Nd}_]+");

  @Property
  void theSameWordsAreFoundAsByARegularExpression(@ForAll @From("texts") String text) {
    assertThat(words(text, text.length())).isEqualTo(expected(text));
  }

  @Property
  void wordsDoNotDependOnHowTheTextIsCut(
      @ForAll @From("texts") String text, @ForAll @IntRange(min = 1, max = 5) int piece) {
    assertThat(words(text, piece)).isEqualTo(words(text, text.length()));
  }

  @Test
  void shorterWordsAreLeftOut() {
    assertThat(words("a to the 12 123 _ __ ___", 99)).containsExactly("the", "123", "___");
  }

  @Test
  void aLetterAboveTheBasicPlaneIsOneCharacter() {
    assertThat(words("𐐀𐐁 𐐀𐐁𐐂", 99)).containsExactly("𐐨𐐩𐐪");
  }

  @Test
  void wordsArePutIntoLowerCaseByUnicodeEachByItself() {
    assertThat(words("ÄÖÜ ΟΔΟΣ ΟΔΟΣ'Α İİİ", 99)).containsExactly("äöü", "οδος", "οδος", "i̇i̇i̇");
  }

  @Test
  void apostrophesHyphensAndCombiningMarksEndAWord() {
    assertThat(words("don't well-known cafe\u0301s", 99))
        .containsExactly("don", "well", "known", "cafe");
  }

  @Test
  void aWordWithoutEndIsRefusedAndTheFileIsNamed() {
    Words words = new Words("noise.bin", word -> {});

    assertThatThrownBy(() -> words.read(CharBuffer.wrap("x".repeat(1_000_001))))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining("noise.bin");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(c -> Character.getType(c) != Character.SURROGATE)
            .map(Character::toString);
    Arbitrary<String> likely =
        Arbitraries.of("a", "B", "ß", "İ", "Σ", "語", "٣", "²", "_", "'", " ", "\n", "𐐀", "🙂");
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, likely), net.jqwik.api.Tuple.of(1, any))
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  private static List<String> words(String text, int piece) {
    List<String> found = new ArrayList<>();
    Words words = new Words("text", found::add);
    int count = text.codePointCount(0, text.length());
    for (int i = 0; i < count; i += Math.max(1, piece)) {
      int from = text.offsetByCodePoints(0, i);
      int to = text.offsetByCodePoints(0, Math.min(count, i + Math.max(1, piece)));
      words.read(CharBuffer.wrap(text, from, to));
    }
    words.end();
    return found;
  }

  private static List<String> expected(String text) {
    List<String> found = new ArrayList<>();
    for (Matcher run = RUN.matcher(text); run.find(); ) {
      if (run.group().codePointCount(0, run.group().length()) >= 3) {
        found.add(run.group().toLowerCase(Locale.ROOT));
      }
    }
    return found;
  }
}

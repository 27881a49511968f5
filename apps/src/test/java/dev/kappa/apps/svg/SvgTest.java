package dev.kappa.apps.svg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class SvgTest {
  private final Svg svg = new Svg(100, 50);

  @Test
  void elementsHaveTheirAttributes() throws Exception {
    svg.element("rect", "x", 1, "y", 2.25, "fill", "#fff");
    svg.text(3, 4, "a line", "text-anchor", "end");
    Document drawn = parsed(svg.end());

    assertThat(drawn.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 100 50");
    Element rect = first(drawn, "rect");
    assertThat(rect.getAttribute("x")).isEqualTo("1");
    assertThat(rect.getAttribute("y")).isEqualTo("2.3");
    assertThat(rect.getAttribute("fill")).isEqualTo("#fff");
    assertThat(first(drawn, "text").getAttribute("text-anchor")).isEqualTo("end");
  }

  @Property
  void whateverIsWrittenIsWellFormedAndReadAsItWas(@ForAll String words) throws Exception {
    Svg any = new Svg(1, 1);
    any.text(0, 0, words);
    any.titled(words, "rect", "fill", words);
    Document drawn = parsed(any.end());

    String read = words.codePoints().mapToObj(SvgTest::read).reduce("", String::concat);
    assertThat(first(drawn, "text").getTextContent()).isEqualTo(read);
    assertThat(first(drawn, "title").getTextContent()).isEqualTo(read);
  }

  /** What XML can't hold is shown as a character that could not be read. */
  private static String read(int character) {
    boolean control = character < ' ' && "\t\n\r".indexOf(character) < 0;
    boolean surrogate = character >= 0xD800 && character <= 0xDFFF;
    boolean none = control || surrogate || character == 0xFFFE || character == 0xFFFF;
    return none ? "\uFFFD" : Character.toString(character);
  }

  private static Element first(Document drawn, String name) {
    return (Element) drawn.getElementsByTagName(name).item(0);
  }

  private static Document parsed(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }
}

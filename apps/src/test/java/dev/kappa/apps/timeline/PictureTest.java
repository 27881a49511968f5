package dev.kappa.apps.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PictureTest {
  private static final Mark SCAN = new Mark(Mark.Kind.BEGIN, 1000, 7, "0.1", 1, "scan", "k1");
  private static final Mark SCANNED = new Mark(Mark.Kind.END, 1500, 7, "0.1", 1, "scan", "k1");
  private static final Mark AGAIN = new Mark(Mark.Kind.BEGIN, 1800, 8, "0.1", 2, "scan", "k1");
  private static final Mark DONE = new Mark(Mark.Kind.END, 2000, 8, "0.1", 2, "scan", "k1");
  private static final Mark OTHER = new Mark(Mark.Kind.BEGIN, 1200, 9, "0.2", 1, "a <b> & c", "k2");

  @Test
  void aMarkIsReadAsItWasWritten() {
    assertThat(List.of(SCAN, OTHER, DONE))
        .allSatisfy(mark -> assertThat(Mark.parse(mark.line())).isEqualTo(mark));
  }

  @Test
  void aStepThatRanHasItsTimes() {
    assertThat(Span.of(List.of(SCAN, SCANNED))).containsExactly(new Span(SCAN, 1500, true));
  }

  @Test
  void aStepThatWasCutOffEndsWhenItsTaskIsHeardOfAgain() {
    assertThat(Span.of(List.of(SCAN, AGAIN, DONE)))
        .containsExactly(new Span(SCAN, 1800, false), new Span(AGAIN, 2000, true));
  }

  @Test
  void aStepThatNobodyHeardOfAgainEndsWithTheRun() {
    assertThat(Span.of(List.of(SCAN, OTHER, SCANNED)))
        .containsExactly(new Span(SCAN, 1500, true), new Span(OTHER, 1500, false));
  }

  @Test
  void eachStepIsABarThatSaysWhatItWas() throws Exception {
    NodeList titles = titles(Picture.of(Span.of(List.of(SCAN, OTHER, SCANNED, AGAIN, DONE))));

    assertThat(titles.getLength()).isEqualTo(3);
    assertThat(titles.item(0).getTextContent())
        .isEqualTo("scan, task 0.1, attempt 1, worker 7: 500 ms");
    assertThat(titles.item(1).getTextContent())
        .isEqualTo("a <b> & c, task 0.2, attempt 1, worker 9: 800 ms, cut off");
    Element bar = (Element) titles.item(2).getParentNode();
    assertThat(bar.getAttribute("x")).isEqualTo("890.0");
    assertThat(bar.getAttribute("width")).isEqualTo("200.0");
  }

  @Test
  void aRunOfNothingIsAPictureToo() throws Exception {
    assertThat(titles(Picture.of(List.of())).getLength()).isZero();
  }

  private static NodeList titles(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getElementsByTagName("title");
  }
}

package dev.kappa.apps.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.apps.report.Chart.Point;
import dev.kappa.apps.report.Chart.Series;
import dev.kappa.error.KappaException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PlotTest {
  private static final Chart CHART =
      new Chart(
          "bytes",
          "ms",
          true,
          List.of("1 KiB", "1 MiB"),
          List.of(
              new Series("SYNC", List.of(new Point(0, 1, 0.5, 2), new Point(1, 10, 10, 10))),
              new Series("<ASYNC>", List.of(new Point(1, 100, 50, 1000)))));

  @Test
  void eachPointIsAMarkThatSaysItsValue() throws Exception {
    NodeList marks = elements(Plot.of("stall & more", CHART), "circle");

    assertThat(marks.getLength()).isEqualTo(3);
    assertThat(marks.item(0).getTextContent()).isEqualTo("SYNC, 1 KiB: 1, from 0.5 to 2");
    assertThat(marks.item(2).getTextContent()).isEqualTo("<ASYNC>, 1 MiB: 100, from 50 to 1000");
  }

  /** From 0.1 to 1000 there are four times ten, on 260 pixels down to 300. */
  @Test
  void marksStandWhereTheirValuesAre() throws Exception {
    NodeList marks = elements(Plot.of("stall", CHART), "circle");

    assertThat(List.of(0, 1, 2))
        .extracting(i -> ((Element) marks.item(i)).getAttribute("cy"))
        .containsExactly("235.0", "170.0", "105.0");
  }

  @Property
  void whateverIsDrawnIsWellFormedAndInThePicture(
      @ForAll String name,
      @ForAll boolean log,
      @ForAll @NotEmpty List<@DoubleRange(min = 0, max = 1e9) Double> values)
      throws Exception {
    List<Point> points = values.stream().map(value -> new Point(0, value, 0, value * 2)).toList();
    Chart chart = new Chart(name, name, log, List.of(name), List.of(new Series(name, points)));

    NodeList marks = elements(Plot.of(name, chart), "circle");
    assertThat(marks.getLength()).isEqualTo(values.size());
    for (int i = 0; i < marks.getLength(); i++) {
      assertThat(Double.parseDouble(((Element) marks.item(i)).getAttribute("cy")))
          .isBetween(40.0, 300.0);
    }
  }

  @Test
  void aPointWithoutAPlaceIsRefused() {
    List<Series> series = List.of(new Series("s", List.of(new Point(1, 1, 1, 1))));
    List<String> places = List.of("one");
    assertThatThrownBy(() -> new Chart("x", "y", false, places, series))
        .isInstanceOf(KappaException.class)
        .hasMessage("input.place: 1 (expected: 0 to 0)");
  }

  @Test
  void numbersHaveThreeDigitsThatCount() {
    assertThat(Plot.shown(0.0123456)).isEqualTo("0.0123");
    assertThat(Plot.shown(1_234_567)).isEqualTo("1230000");
    assertThat(Plot.shown(0)).isEqualTo("0");
  }

  private static NodeList elements(String svg, String name) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getElementsByTagName(name);
  }
}

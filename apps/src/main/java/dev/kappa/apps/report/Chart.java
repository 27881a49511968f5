package dev.kappa.apps.report;

import dev.kappa.apps.input.Bounds;
import java.util.List;

/**
 * What a plot shows: values at places that stand side by side.
 *
 * @param x what the places are
 * @param y what the values are
 * @param log whether equal ratios are equal heights; a value of 0 stands at the least one above 0
 * @param places the names of the places, from left to right
 * @param series what is drawn, each in a colour of its own
 */
public record Chart(String x, String y, boolean log, List<String> places, List<Series> series) {
  /**
   * Values of one thing.
   *
   * @param name what it is
   * @param points its values
   */
  public record Series(String name, List<Point> points) {}

  /**
   * A value with its spread.
   *
   * @param place the number of its place, from 0
   * @param value where its mark is
   * @param low where the line through it begins, at most the value
   * @param high where the line ends, at least the value
   */
  public record Point(int place, double value, double low, double high) {}

  /** Checks that each point has a place. */
  public Chart {
    places = List.copyOf(places);
    series = List.copyOf(series);
    for (Series one : series) {
      for (Point point : one.points()) {
        Bounds.check("place", point.place(), 0, places.size() - 1);
      }
    }
  }
}

package dev.kappa.apps.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Where values stand between the lower and the upper end of an axis.
 *
 * @param low what stands at the lower end
 * @param high what stands at the upper end, above {@code low}
 * @param log whether equal ratios are equal distances; {@code low} is above 0 then
 */
record Scale(double low, double high, boolean log) {
  /** Above 0, and so small that no time that is measured is below it. */
  private static final double TINY = 1e-6;

  /** {@return the smallest scale with whole steps that holds all values} */
  static Scale of(boolean log, double... values) {
    return log ? ratios(values) : distances(values);
  }

  private static Scale ratios(double... values) {
    double[] above = DoubleStream.of(values).filter(value -> value >= TINY).toArray();
    double least = DoubleStream.of(above).min().orElse(1);
    double most = DoubleStream.of(above).max().orElse(1);
    int low = (int) Math.floor(Math.log10(least));
    int high = Math.max(low + 1, (int) Math.ceil(Math.log10(most)));
    return new Scale(Math.pow(10, low), Math.pow(10, high), true);
  }

  private static Scale distances(double... values) {
    double most = DoubleStream.of(values).max().orElse(0);
    if (most < TINY) {
      return new Scale(0, 1, false);
    }
    double step = step(most);
    return new Scale(0, step * Math.ceil(most / step), false);
  }

  /** {@return 1, 2 or 5 times a power of ten, so that there are 3 to 8 steps} */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most)));
    double lead = most / power;
    return lead <= 1.6 ? power / 5 : lead <= 4 ? power / 2 : power;
  }

  /** {@return 0 for the lower end to 1 for the upper; what is beyond stands at the end} */
  double at(double value) {
    double inside = Math.clamp(value, low, high);
    return log ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
  }

  /** {@return the values at which lines are drawn} */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (log) {
      long decades = Math.round(Math.log10(high / low));
      for (int i = 0; i <= decades; i++) {
        ticks.add(low * Math.pow(10, i));
      }
    } else {
      double step = step(high);
      for (int i = 0; i <= Math.round(high / step); i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }
}

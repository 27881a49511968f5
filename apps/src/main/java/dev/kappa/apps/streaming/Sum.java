package dev.kappa.apps.streaming;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What items come to, exactly: so it does not matter in which order they are added. */
record Sum(long count, BigDecimal sum) {
  private static final int DECIMALS = 6;

  Sum plus(Sum other) {
    return new Sum(count + other.count, sum.add(other.sum));
  }

  /** {@return the mean, rounded to 6 decimals, half to even} */
  BigDecimal mean() {
    return plain(sum.divide(BigDecimal.valueOf(count), DECIMALS, RoundingMode.HALF_EVEN));
  }

  /** {@return a number without zeros at its end} */
  static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}

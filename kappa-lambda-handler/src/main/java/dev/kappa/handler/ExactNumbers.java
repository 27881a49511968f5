package dev.kappa.handler;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Refuses numbers that their type does not hold: of those that are too large, a {@code double}
 * would become infinite, and a {@code byte} negative.
 */
final class ExactNumbers extends JsonParserDelegate {
  ExactNumbers(JsonParser json) {
    super(json);
  }

  @Override
  public byte getByteValue() {
    int value = super.getIntValue();
    if (value != (byte) value) {
      throw tooLarge(byte.class);
    }
    return (byte) value;
  }

  @Override
  public float getFloatValue() {
    float value = super.getFloatValue();
    if (Float.isInfinite(value)) {
      throw tooLarge(float.class);
    }
    return value;
  }

  @Override
  public double getDoubleValue() {
    double value = super.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw tooLarge(double.class);
    }
    return value;
  }

  /** An exponent may be larger than a {@code BigDecimal} has room for. */
  @Override
  public BigDecimal getDecimalValue() {
    try {
      return super.getDecimalValue();
    } catch (NumberFormatException e) {
      throw tooLarge(BigDecimal.class);
    }
  }

  @Override
  public Number getNumberValue() {
    return checked(super.getNumberValue());
  }

  @Override
  public Number getNumberValueExact() {
    return checked(super.getNumberValueExact());
  }

  private Number checked(Number value) {
    if (value instanceof Double number && number.isInfinite()) {
      throw tooLarge(double.class);
    }
    return value;
  }

  private InputCoercionException tooLarge(Class<?> type) {
    return new InputCoercionException(
        this, "out of range of " + type.getName(), currentToken(), type);
  }
}

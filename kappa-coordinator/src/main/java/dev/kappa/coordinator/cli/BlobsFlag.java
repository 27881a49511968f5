package dev.kappa.coordinator.cli;

import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --blobs} says.
 *
 * @param place where large values are; null for Redis
 */
record BlobsFlag(@Nullable BlobPlace place) {
  /** Names Redis, where a bucket was used last. */
  private static final String REDIS = "redis";

  /** Reads what the user wrote. */
  static final class Reader implements ITypeConverter<BlobsFlag> {
    @Override
    public BlobsFlag convert(String value) {
      try {
        return new BlobsFlag(value.equals(REDIS) ? null : BlobPlace.parse(value));
      } catch (KappaException e) {
        throw new TypeConversionException(e.getMessage() + "; or redis");
      }
    }
  }

  /** {@return the bucket that is meant; null for none} */
  static @Nullable BlobPlace resolve(@Nullable BlobsFlag said, @Nullable BlobPlace last) {
    return said == null ? last : said.place;
  }

  /** Reads what was stored of it. */
  static @Nullable BlobPlace ofText(String text) {
    return text.isEmpty() ? null : BlobPlace.parse(text);
  }

  /** {@return it, as the user writes it} */
  static String shown(@Nullable BlobPlace place) {
    return place == null ? REDIS : place.toString();
  }

  @Override
  public String toString() {
    return shown(place);
  }
}

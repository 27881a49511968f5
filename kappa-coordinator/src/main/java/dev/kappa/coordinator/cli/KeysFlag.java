package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.encryption.KeySources;
import dev.kappa.error.KappaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --keys} says.
 *
 * @param sources where the keys are; null for none
 */
record KeysFlag(@Nullable KeySources sources) {
  /** Names none, where keys were used last. */
  private static final String NONE = "none";

  /** Reads what the user wrote. */
  static final class Reader implements ITypeConverter<KeysFlag> {
    @Override
    public KeysFlag convert(String value) {
      try {
        return new KeysFlag(value.equals(NONE) ? null : KeySources.parse(value));
      } catch (KappaException e) {
        throw new TypeConversionException(e.getMessage() + "; or none");
      }
    }
  }

  /** {@return those that are meant; null for none} */
  static @Nullable KeySources resolve(@Nullable KeysFlag said, @Nullable KeySources last) {
    return said == null ? last : said.sources;
  }

  /** Reads what was stored of it. */
  static @Nullable KeySources ofText(String text) {
    return text.isEmpty() ? null : KeySources.parse(text);
  }

  /** {@return it, as the user writes it} */
  static String shown(@Nullable KeySources sources) {
    return sources == null ? NONE : sources.text();
  }

  @Override
  public String toString() {
    return shown(sources);
  }
}

package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.store.Durability;
import dev.kappa.error.KappaException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code memory}, {@code redis}, {@code fsync} or {@code replicas:N}. */
final class DurabilityOption implements ITypeConverter<Durability> {
  @Override
  public Durability convert(String value) {
    try {
      return Durability.parse(value);
    } catch (KappaException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

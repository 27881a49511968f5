package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.engine.WorkersMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code callback} or {@code return}. */
final class WorkersModeOption implements ITypeConverter<WorkersMode> {
  @Override
  public WorkersMode convert(String value) {
    try {
      return WorkersMode.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

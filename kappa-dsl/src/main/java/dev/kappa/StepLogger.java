package dev.kappa;

import java.lang.System.Logger;
import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A step's logger: each of its lines begins with whose it is. */
final class StepLogger implements Logger {
  private static final Logger LOGGER = System.getLogger("kappa.step");

  private final String whose;

  StepLogger(StepContext step) {
    this.whose =
        "run %s task %s attempt %d step '%s': "
            .formatted(step.runId(), step.task(), step.attempt(), step.step());
  }

  @Override
  public String getName() {
    return LOGGER.getName();
  }

  @Override
  public boolean isLoggable(Level level) {
    return LOGGER.isLoggable(level);
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      LOGGER.log(level, whose + localized(bundle, message), thrown);
    }
  }

  /** What is filled in here is not looked at again by the logger below. */
  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... values) {
    if (isLoggable(level)) {
      LOGGER.log(level, whose + filled(localized(bundle, format), values));
    }
  }

  private static String localized(@Nullable ResourceBundle bundle, @Nullable String text) {
    if (bundle == null || text == null) {
      return String.valueOf(text);
    }
    try {
      return bundle.getString(text);
    } catch (MissingResourceException | ClassCastException e) {
      return text;
    }
  }

  private static String filled(String format, @Nullable Object @Nullable [] values) {
    if (values == null || values.length == 0) {
      return format;
    }
    try {
      return MessageFormat.format(format, values);
    } catch (IllegalArgumentException e) {
      return format;
    }
  }
}

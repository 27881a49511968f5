package dev.kappa.codec;

import dev.kappa.codec.lambda.LambdaParts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says where in a value its present part is, for an error's text. */
final class Paths {
  private static final int SHOWN = 12;

  private Paths() {}

  /** {@return such as {@code the result of step 'charge': .items[3].stream}} */
  static String describe(
      @Nullable String where, @Nullable Object[] trail, int[] positions, int depth) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < Math.min(depth, SHOWN); i++) {
      path.append(segment(trail[i], positions[i]));
    }
    if (depth > SHOWN) {
      path.append('…');
    }
    String end = path.toString().strip().replace("  ", " ");
    String start = where == null ? "the value" : where;
    return end.isEmpty() ? start : start + ": " + end;
  }

  private static String segment(@Nullable Object value, int position) {
    if (position < 0 || value == null) {
      return "";
    }
    if (Forms.of(value.getClass()) instanceof RecordForm form) {
      return "." + form.componentName(position);
    }
    if (value instanceof Map<?, ?> || value instanceof io.vavr.collection.Map<?, ?>) {
      return (position % 2 == 0 ? "[key " : "[value ") + position / 2 + "]";
    }
    LambdaParts lambda = LambdaParts.of(value);
    return lambda == null ? "[" + position + "]" : " " + lambda.describeCaptured(position) + " ";
  }
}

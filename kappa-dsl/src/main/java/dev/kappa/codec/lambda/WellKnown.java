package dev.kappa.codec.lambda;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Short numbers for the functional interfaces that steps are made of. An interface is written as
 * {@code class method signature}. A number never changes its meaning.
 */
public final class WellKnown {
  private static final int MAX_ARITY = 8;
  private static final int CHECKED = 9;
  private static final int ACTION = 18;
  private static final int ACTION1 = 19;

  private static final Map<String, Integer> NUMBERS = new HashMap<>();
  private static final Map<Integer, String> INTERFACES = new HashMap<>();

  static {
    for (int arity = 0; arity <= MAX_ARITY; arity++) {
      String signature = "(" + "Ljava/lang/Object;".repeat(arity) + ")Ljava/lang/Object;";
      put(arity, "io/vavr/Function" + arity + " apply " + signature);
      put(CHECKED + arity, "io/vavr/CheckedFunction" + arity + " apply " + signature);
    }
    put(ACTION, "dev/kappa/Action run ()V");
    put(ACTION1, "dev/kappa/Action1 run (Ljava/lang/Object;)V");
  }

  private WellKnown() {}

  /** {@return the number of {@code functionalInterface}, or -1} */
  public static int number(String functionalInterface) {
    return NUMBERS.getOrDefault(functionalInterface, -1);
  }

  /** {@return the interface of that number, or null} */
  public static @Nullable String functionalInterface(int number) {
    return INTERFACES.get(number);
  }

  private static void put(int number, String functionalInterface) {
    NUMBERS.put(functionalInterface, number);
    INTERFACES.put(number, functionalInterface);
  }
}

package dev.kappa.tests.app.soak;

/**
 * Text of any length that is a function of its name: half of one, one of another name, or two that
 * were mixed up are told apart from a right one, wherever the fault is.
 */
public final class Content {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final long FACTOR = 6_364_136_223_846_793_005L;
  private static final long SUMMAND = 1_442_695_040_888_963_407L;
  private static final int UPPER_BITS = 58;

  private Content() {}

  /** {@return the text of that name} */
  public static String of(String name, int characters) {
    long state = SUMMAND;
    for (int i = 0; i < name.length(); i++) {
      state = (state ^ name.charAt(i)) * FACTOR + SUMMAND;
    }
    StringBuilder text = new StringBuilder(characters);
    for (int i = 0; i < characters; i++) {
      state = state * FACTOR + SUMMAND;
      text.append(LETTERS.charAt((int) (state >>> UPPER_BITS)));
    }
    return text.toString();
  }

  /** {@return what is wrong with a text that should be of that name; empty if nothing is} */
  public static String difference(String name, int characters, String text) {
    String right = of(name, characters);
    if (right.equals(text)) {
      return "";
    }
    int at = 0;
    while (at < Math.min(text.length(), characters) && right.charAt(at) == text.charAt(at)) {
      at++;
    }
    return "%s has %d characters (expected: %d), the first wrong one at %d"
        .formatted(name, text.length(), characters, at);
  }

  /** {@return the text, if it is that of the name} */
  static String checked(String name, int characters, String text) {
    String difference = difference(name, characters, text);
    if (!difference.isEmpty()) {
      throw new IllegalStateException(difference);
    }
    return text;
  }
}

package dev.kappa.codec.lambda;

/**
 * Names that the compiler makes of numbers: an edit elsewhere in the class can give such a name to
 * something else.
 */
final class Numbered {
  private static final String ACCESSOR = "access$";

  private Numbered() {}

  /** {@return whether {@code className} is that of a local or anonymous class, or of one in it} */
  static boolean isClass(String className) {
    for (int at = className.indexOf('$'); at >= 0; at = className.indexOf('$', at + 1)) {
      if (startsWithDigit(className, at + 1)) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether the method stands for another one that its caller may not call itself} */
  static boolean isAccessor(String method) {
    return method.startsWith(ACCESSOR) && startsWithDigit(method, ACCESSOR.length());
  }

  private static boolean startsWithDigit(String name, int at) {
    return at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9';
  }
}

package dev.kappa.codec.lambda;

import java.util.ArrayList;
import java.util.List;

/** Reads method descriptors such as {@code (ILjava/lang/String;)V}. */
final class Signatures {
  private Signatures() {}

  /** {@return the parameters' descriptors} */
  static List<String> parameters(String signature) {
    List<String> parameters = new ArrayList<>(4);
    int at = 1;
    while (signature.charAt(at) != ')') {
      int end = end(signature, at);
      parameters.add(signature.substring(at, end));
      at = end;
    }
    return parameters;
  }

  /** {@return {@code signature} without its first {@code count} parameters} */
  static String withoutFirst(int count, String signature) {
    int at = 1;
    for (int i = 0; i < count && signature.charAt(at) != ')'; i++) {
      at = end(signature, at);
    }
    return "(" + signature.substring(at);
  }

  private static int end(String signature, int start) {
    int at = start;
    while (signature.charAt(at) == '[') {
      at++;
    }
    return signature.charAt(at) == 'L' ? signature.indexOf(';', at) + 1 : at + 1;
  }
}

package dev.kappa.codec.lambda;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/** Says of a lambda where it is written, for error texts. */
final class Descriptions {
  private Descriptions() {}

  static String place(Class<?> capturing, SerializedLambda data) {
    if (!isBody(data)) {
      return reference(data) + " in " + simpleName(capturing.getName());
    }
    String source = source(capturing, data);
    return method(capturing, data) + (source == null ? "" : " (" + source + ")");
  }

  static String captured(
      Class<?> capturing, SerializedLambda data, int index, boolean hasReceiver) {
    if (!isBody(data)) {
      return "the receiver of the method reference " + place(capturing, data);
    }
    String name = variable(capturing, data, index, hasReceiver);
    String source = source(capturing, data);
    return "captured variable "
        + (index + 1)
        + (name == null ? "" : " ('" + name + "')")
        + " of the lambda "
        + (source == null ? "" : "at " + source + " ")
        + "in "
        + method(capturing, data);
  }

  private static boolean isBody(SerializedLambda data) {
    return Bodies.isBody(data.getImplMethodName());
  }

  private static String reference(SerializedLambda data) {
    boolean isNew = data.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial;
    String owner = simpleName(data.getImplClass().replace('/', '.'));
    return owner + "::" + (isNew ? "new" : data.getImplMethodName());
  }

  private static String method(Class<?> capturing, SerializedLambda data) {
    return simpleName(capturing.getName()) + "." + Bodies.enclosingMethod(data.getImplMethodName());
  }

  private static @Nullable String source(Class<?> capturing, SerializedLambda data) {
    Body body = Bodies.of(capturing).getIfKnown(data.getImplMethodName());
    return body == null ? null : body.source();
  }

  private static @Nullable String variable(
      Class<?> capturing, SerializedLambda data, int index, boolean hasReceiver) {
    if (hasReceiver && index == 0) {
      return "this";
    }
    Body body = Bodies.of(capturing).getIfKnown(data.getImplMethodName());
    if (body == null) {
      return null;
    }
    int slot = hasReceiver ? 1 : 0;
    int before = hasReceiver ? index - 1 : index;
    for (String type : Signatures.parameters(body.signature()).subList(0, before)) {
      slot += type.equals("J") || type.equals("D") ? 2 : 1;
    }
    return body.variables().get(slot);
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1).replace('$', '.');
  }
}

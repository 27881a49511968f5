package dev.kappa.codec.lambda;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all lambdas of one class have in common: all but the captured values. There is one class for
 * each place in the code where a lambda is written.
 */
public final class LambdaParts {
  private static final ClassValue<Cell> CELLS =
      new ClassValue<>() {
        @Override
        protected Cell computeValue(Class<?> type) {
          return new Cell(writeReplace(type));
        }
      };

  private static final Object[] NOTHING = {};

  private final Method writeReplace;
  private final Class<?> capturingClass;
  private final SerializedLambda data;
  private volatile @Nullable LambdaRef reference;

  private LambdaParts(Method writeReplace, Class<?> capturingClass, SerializedLambda data) {
    this.writeReplace = writeReplace;
    this.capturingClass = capturingClass;
    this.data = data;
  }

  /** {@return what is known of {@code lambda}'s class, or null if it can't be taken apart} */
  public static @Nullable LambdaParts of(Object lambda) {
    if (!lambda.getClass().isHidden() || !(lambda instanceof Serializable)) {
      return null;
    }
    Cell cell = CELLS.get(lambda.getClass());
    LambdaParts known = cell.parts;
    if (known == null && cell.writeReplace != null) {
      known = takeApart(cell.writeReplace, lambda);
      cell.parts = known;
    }
    return known;
  }

  /** {@return the captured values of {@code lambda}, in the order of the implementation} */
  public @Nullable Object[] captured(Object lambda) {
    int count = data.getCapturedArgCount();
    if (count == 0) {
      return NOTHING;
    }
    SerializedLambda own = replaced(writeReplace, lambda);
    @Nullable Object[] captured = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      captured[i] = own.getCapturedArg(i);
    }
    return captured;
  }

  /** {@return how many values lambdas of this class capture} */
  public int capturedCount() {
    return data.getCapturedArgCount();
  }

  /** {@return the class in whose code the lambda is written} */
  public Class<?> capturingClass() {
    return capturingClass;
  }

  /** {@return the descriptor of the variable that holds the captured value, such as {@code I}} */
  public String capturedType(int index) {
    boolean receiver = hasReceiver();
    if (receiver && index == 0) {
      return "L" + data.getImplClass() + ";";
    }
    return Signatures.parameters(data.getImplMethodSignature()).get(receiver ? index - 1 : index);
  }

  /** {@return what names this lambda in stored bytes; reads the class file the first time} */
  public LambdaRef reference() {
    LambdaRef known = reference;
    if (known == null) {
      known = LambdaRef.of(this, data);
      reference = known;
    }
    return known;
  }

  /**
   * Puts a lambda of this class together, without its captured values, and compares.
   *
   * @throws KappaException with {@link ErrorCode#NOT_REBUILDABLE} if it comes back as another
   */
  public void checkRebuilds() {
    Rebuilding.rebuild(reference(), capturingClass, withDefaults());
  }

  /** {@return such as {@code Hello.greet (Hello.java:12)}} */
  public String describe() {
    return Descriptions.place(capturingClass, data);
  }

  /** {@return such as {@code captured variable 2 ('in') of the lambda at Hello.java:12 in …}} */
  public String describeCaptured(int index) {
    return Descriptions.captured(capturingClass, data, index, hasReceiver());
  }

  /** {@return whether the first captured value is the object that the method is called on} */
  private boolean hasReceiver() {
    int kind = data.getImplMethodKind();
    return capturedCount() > 0
        && kind != MethodHandleInfo.REF_invokeStatic
        && kind != MethodHandleInfo.REF_newInvokeSpecial;
  }

  SerializedLambda data() {
    return data;
  }

  /** Zeros for primitives, nulls for the rest: what is captured does not matter here. */
  private SerializedLambda withDefaults() {
    @Nullable Object[] captured = new @Nullable Object[capturedCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = zero(capturedType(i));
    }
    return copy(data, capturingClass, captured);
  }

  private static @Nullable Object zero(String type) {
    return switch (type) {
      case "Z" -> false;
      case "B" -> (byte) 0;
      case "C" -> (char) 0;
      case "S" -> (short) 0;
      case "I" -> 0;
      case "J" -> 0L;
      case "F" -> 0f;
      case "D" -> 0d;
      default -> null;
    };
  }

  /** {@return the type that the lambda is used at, as far as its signature tells} */
  static String derivedType(SerializedLambda data, int kind) {
    boolean isStatic = kind == MethodHandleInfo.REF_invokeStatic;
    int captured = data.getCapturedArgCount();
    return derivedType(data.getImplMethodSignature(), captured, isStatic);
  }

  static String derivedType(String signature, int captured, boolean isStatic) {
    return Signatures.withoutFirst(isStatic ? captured : Math.max(0, captured - 1), signature);
  }

  private static LambdaParts takeApart(Method writeReplace, Object lambda) {
    SerializedLambda data = replaced(writeReplace, lambda);
    String name = data.getCapturingClass().replace('/', '.');
    try {
      // What is captured must not be kept alive by what is remembered of the class.
      Class<?> capturing = Class.forName(name, false, lambda.getClass().getClassLoader());
      return new LambdaParts(
          writeReplace, capturing, copy(data, capturing, new Object[data.getCapturedArgCount()]));
    } catch (ClassNotFoundException e) {
      throw new KappaException(
          ErrorCode.NOT_REBUILDABLE, "lambda: its class " + name + " can't be found", e);
    }
  }

  private static SerializedLambda copy(
      SerializedLambda data, Class<?> capturing, @Nullable Object[] captured) {
    return new SerializedLambda(
        capturing,
        data.getFunctionalInterfaceClass(),
        data.getFunctionalInterfaceMethodName(),
        data.getFunctionalInterfaceMethodSignature(),
        data.getImplMethodKind(),
        data.getImplClass(),
        data.getImplMethodName(),
        data.getImplMethodSignature(),
        data.getInstantiatedMethodType(),
        captured);
  }

  private static @Nullable Method writeReplace(Class<?> type) {
    try {
      Method method = type.getDeclaredMethod("writeReplace");
      return method.trySetAccessible() ? method : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static SerializedLambda replaced(Method writeReplace, Object lambda) {
    try {
      return (SerializedLambda) writeReplace.invoke(lambda);
    } catch (IllegalAccessException | InvocationTargetException | ClassCastException e) {
      throw new KappaException(
          ErrorCode.NOT_REBUILDABLE, "lambda " + lambda + " can't be taken apart", e);
    }
  }

  /** {@return the functional interface as {@code class method signature}} */
  static String functionalInterface(SerializedLambda data) {
    return String.join(
        " ",
        List.of(
            data.getFunctionalInterfaceClass(),
            data.getFunctionalInterfaceMethodName(),
            data.getFunctionalInterfaceMethodSignature()));
  }

  private static final class Cell {
    private final @Nullable Method writeReplace;
    private volatile @Nullable LambdaParts parts;

    private Cell(@Nullable Method writeReplace) {
      this.writeReplace = writeReplace;
    }
  }
}

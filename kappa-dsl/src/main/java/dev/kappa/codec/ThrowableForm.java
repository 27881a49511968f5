package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions: class, code, message, cause, suppressed ones, own fields, stack lines. Every
 * exception can be stored; long chains and stacks are cut.
 */
record ThrowableForm() implements Form {
  private static final int LINE_PARTS = 4;

  @Override
  public void write(Encoder out, Object value) {
    Throwable thrown = (Throwable) value;
    StackTraceElement[] stack = thrown.getStackTrace();
    int lines = Math.min(stack.length, Limits.STACK_LINES);
    out.open(Tag.THROWABLE, 6 + LINE_PARTS * lines);
    out.name(typeName(thrown));
    out.ascii(thrown instanceof KappaException reported ? reported.code().name() : null);
    out.text(message(thrown));
    writeIfNew(out, thrown.getCause());
    suppressed(out, thrown.getSuppressed());
    ThrowableFields.write(out, thrown);
    for (int i = 0; i < lines; i++) {
      line(out, stack[i]);
    }
    out.close();
  }

  private static String typeName(Throwable thrown) {
    return thrown instanceof RemoteException remote
        ? remote.originalType()
        : Aliases.shorten(thrown.getClass().getName());
  }

  private static @Nullable String message(Throwable thrown) {
    return thrown instanceof RemoteException r
        ? r.originalMessage()
        : ThrowableClasses.told(thrown);
  }

  private static void suppressed(Encoder out, Throwable[] suppressed) {
    int count = Math.min(suppressed.length, Limits.SUPPRESSED);
    out.open(Tag.LIST, count);
    for (int i = 0; i < count; i++) {
      writeIfNew(out, suppressed[i]);
    }
    out.close();
  }

  /** Cuts cycles and very long chains. */
  private static void writeIfNew(Encoder out, @Nullable Throwable thrown) {
    boolean cut =
        thrown == null || out.enclosingThrowables() >= Limits.CAUSES || out.encloses(thrown);
    out.write(cut ? null : thrown);
  }

  private static void line(Encoder out, StackTraceElement line) {
    out.name(line.getClassName());
    out.text(line.getMethodName());
    out.text(line.getFileName());
    out.number(line.getLineNumber());
  }

  static Object read(Decoder in) {
    String type = in.name();
    String code = in.textOrNull();
    String message = in.textOrNull();
    Throwable cause = in.read() instanceof Throwable t ? t : null;
    Object suppressed = in.read();
    Map<String, @Nullable Object> fields = ThrowableFields.read(in);
    StackTraceElement[] stack = stack(in);
    Throwable thrown = build(in.types(), type, errorCode(code), message, cause, fields);
    thrown.setStackTrace(stack);
    if (suppressed instanceof List<?> list) {
      list.forEach(
          each -> {
            if (each instanceof Throwable t) {
              thrown.addSuppressed(t);
            }
          });
    }
    return thrown;
  }

  private static Throwable build(
      TypeNames types,
      String storedName,
      @Nullable ErrorCode code,
      @Nullable String message,
      @Nullable Throwable cause,
      Map<String, @Nullable Object> fields) {
    Class<?> type = types.loadIfPossible(storedName);
    if (type != null && Throwable.class.isAssignableFrom(type)) {
      Throwable same = same(type.asSubclass(Throwable.class), code, message, cause, fields);
      if (same != null) {
        return same;
      }
    }
    return new RemoteException(type == null ? storedName : type.getName(), message, cause);
  }

  private static @Nullable Throwable same(
      Class<? extends Throwable> type,
      @Nullable ErrorCode code,
      @Nullable String message,
      @Nullable Throwable cause,
      Map<String, @Nullable Object> fields) {
    List<@Nullable Object> arguments = ThrowableFields.baseArguments(fields);
    String ofBase = ThrowableFields.baseMessage(fields);
    if (ofBase != null) {
      Throwable composed =
          built(new ThrowableBuilder(code, ofBase, cause, arguments), type, fields);
      if (composed != null && Objects.equals(ThrowableClasses.told(composed), message)) {
        return composed;
      }
    }
    return built(new ThrowableBuilder(code, message, cause, arguments), type, fields);
  }

  private static @Nullable Throwable built(
      ThrowableBuilder builder,
      Class<? extends Throwable> type,
      Map<String, @Nullable Object> fields) {
    Throwable built = builder.buildOrWiden(type);
    if (built != null) {
      ThrowableFields.restore(built, fields);
    }
    return built;
  }

  private static @Nullable ErrorCode errorCode(@Nullable String name) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return null;
  }

  private static StackTraceElement[] stack(Decoder in) {
    List<StackTraceElement> lines = new ArrayList<>();
    while (!in.atEnd()) {
      lines.add(new StackTraceElement(in.name(), in.text(), in.textOrNull(), in.integer()));
    }
    return lines.toArray(StackTraceElement[]::new);
  }
}

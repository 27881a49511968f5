package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Records by their components, in order. The first record of a class in a payload also has a number
 * that changes with the names and types of its components: two that were swapped don't go unseen.
 * Kappa's own records have none; they only grow, at their ends, by what may be null.
 */
final class RecordForm implements Form {
  private final Class<?> type;
  private final String name;
  private final boolean checked;
  private final RecordParts parts;

  private RecordForm(Class<?> type, RecordParts parts) {
    this.type = type;
    this.name = Aliases.shorten(type.getName());
    this.checked = !Aliases.isAlias(name);
    this.parts = parts;
  }

  static Form of(Class<?> type) {
    for (var component : type.getRecordComponents()) {
      if (CollectionForm.isTooNarrow(component.getType())) {
        Type declared = component.getGenericType();
        return new RefusedForm(
            "Its component '"
                + component.getName()
                + "' is declared as "
                + declared.getTypeName()
                + "; declare it as List, Set, Map or another interface.");
      }
    }
    try {
      return new RecordForm(type, RecordParts.of(type));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return new RefusedForm("Its components can't be reached: " + e.getMessage() + ".");
    }
  }

  /** {@return the name of the component at {@code index}} */
  String componentName(int index) {
    return parts.names()[index];
  }

  @Override
  public void write(Encoder out, Object value) {
    int count = parts.count();
    boolean withShape = checked && out.isNew(name);
    out.open(Tag.RECORD, count + (withShape ? 2 : 1));
    out.name(name);
    if (withShape) {
      out.number(parts.shape());
    }
    components(out, value);
    out.close();
  }

  private void components(Encoder out, Object value) {
    MethodHandle[] getters = parts.getters();
    for (int i = 0; i < getters.length; i++) {
      out.at(i);
      component(out, parts.slots()[i], get(out, getters[i], value));
    }
  }

  private static void component(Encoder out, RecordParts.Slot slot, @Nullable Object value) {
    switch (slot) {
      case ANY -> out.write(value);
      case LONG -> {
        if (value == null) {
          out.writeNull();
        } else {
          out.number(((Long) value).longValue());
        }
      }
      case ENUM -> out.text(value == null ? null : ((Enum<?>) value).name());
      case RECORD -> nested(out, value);
    }
  }

  private static void nested(Encoder out, @Nullable Object value) {
    if (value == null) {
      out.writeNull();
      return;
    }
    out.enter(value);
    Form found = Forms.of(value.getClass());
    if (found instanceof RecordForm form) {
      out.open(Tag.FIELDS, form.parts.count());
      form.components(out, value);
      out.close();
    } else {
      found.write(out, value);
    }
    out.leave();
  }

  private static @Nullable Object get(Encoder out, MethodHandle getter, Object value) {
    try {
      return (Object) getter.invokeExact(value);
    } catch (Throwable e) {
      throw out.refused(value.getClass(), "Its accessor throws: " + e + ".", e);
    }
  }

  static Object read(Decoder in) {
    boolean withShape = in.isNewName();
    String storedName = in.name();
    Class<?> type = in.types().load(storedName);
    if (!(Forms.of(type) instanceof RecordForm form)) {
      throw changed(type, "is no record that can be stored now");
    }
    if (withShape && form.checked) {
      form.check(in);
    }
    Migration migration = in.migration(type);
    return migration == null ? form.build(in, null) : migrated(in, type, migration);
  }

  private void check(Decoder in) {
    int shape = in.integer();
    if (shape != parts.shape()) {
      Migration migration = Migration.of(type, shape);
      if (migration == null) {
        throw changed(type, "had other components; now they are " + parts.describe());
      }
      in.migrate(type, migration);
    }
  }

  private static Object migrated(Decoder in, Class<?> type, Migration migration) {
    Class<?> former = migration.former(type);
    if (Forms.of(former) instanceof RecordForm form) {
      return migration.made(type, form.build(in, migration));
    }
    throw changed(former, "is no record that can be stored now");
  }

  private Object build(Decoder in, @Nullable Migration migration) {
    int count = parts.count();
    @Nullable Object[] values = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      boolean isNew = !checked && in.atEnd();
      values[i] = isNew ? null : component(in, i, migration);
    }
    try {
      return (Object) parts.constructor().invokeExact(values);
    } catch (Throwable e) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "record " + type.getName() + " can't be built from its stored components: " + e,
          e);
    }
  }

  private @Nullable Object component(Decoder in, int index, @Nullable Migration migration) {
    return switch (parts.slots()[index]) {
      case ANY -> in.read();
      case LONG -> in.numberOrNull();
      case ENUM -> {
        String constant = in.textOrNull();
        yield constant == null ? null : EnumForm.constant(parts.types()[index], constant);
      }
      case RECORD -> nested(in, parts.types()[index], migration);
    };
  }

  private static @Nullable Object nested(Decoder in, Class<?> type, @Nullable Migration migration) {
    if (Forms.of(type) instanceof RecordForm form) {
      if (!in.open(Tag.FIELDS)) {
        return null;
      }
      Object value = migration == null ? form.build(in, null) : migrated(in, type, migration);
      in.close();
      return value;
    }
    return in.read();
  }

  private static KappaException changed(Class<?> type, String how) {
    return new KappaException(
        ErrorCode.NOT_DECODABLE,
        "record "
            + type.getName()
            + " of a stored value "
            + how
            + "; keep the record as it was while tasks hold values of it and use a new one, or give it"
            + " a @Migrate method that takes what it was");
  }
}

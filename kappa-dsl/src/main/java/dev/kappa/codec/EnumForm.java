package dev.kappa.codec;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Arrays;

/** Enum constants by name; also those with a body of their own. */
record EnumForm(String name) implements Form {
  static Form of(Class<?> type) {
    Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
    return new EnumForm(Aliases.shorten(declaring.getName()));
  }

  @Override
  public void write(Encoder out, Object value) {
    out.open(Tag.ENUM, 2);
    out.name(name);
    out.text(((Enum<?>) value).name());
    out.close();
  }

  static Object read(Decoder in) {
    Class<?> type = in.type();
    return constant(type, in.text());
  }

  /** {@return the constant of the enum {@code type} that is called {@code name}} */
  static Object constant(Class<?> type, String name) {
    if (!type.isEnum()) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE, "class " + type.getName() + " of a stored value is no enum now");
    }
    try {
      return valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new KappaException(
          ErrorCode.NOT_DECODABLE,
          "enum "
              + type.getName()
              + " has no constant "
              + name
              + " now (it has: "
              + Arrays.toString(type.getEnumConstants())
              + "); keep it while tasks hold it",
          e);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // it was seen to be an enum
  private static Object valueOf(Class<?> type, String name) {
    return Enum.valueOf((Class) type, name);
  }
}

package dev.kappa.codec;

import dev.kappa.wire.Handle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds how the values of a class are written, once for each class. */
final class Forms {
  private static final Map<Class<?>, Form> EXACT = exact();
  private static final Map<String, Class<?>> COMPONENTS = components();

  private static final ClassValue<Form> FORMS =
      new ClassValue<>() {
        @Override
        protected Form computeValue(Class<?> type) {
          return find(type);
        }
      };

  private Forms() {}

  /** {@return how values of {@code type} are written} */
  static Form of(Class<?> type) {
    return FORMS.get(type);
  }

  /** {@return the JDK's type called {@code name}, if arrays of it can be stored, else null} */
  static @Nullable Class<?> knownByName(String name) {
    return COMPONENTS.get(name);
  }

  private static Form find(Class<?> type) {
    Form exact = EXACT.get(type);
    if (exact != null) {
      return exact;
    }
    if (type.isArray()) {
      return ArrayForm.of(type);
    }
    if (Allowlist.isData(type)) {
      return ofData(type);
    }
    Form known = ofSubclass(type);
    return known != null ? known : RefusedForm.of(type);
  }

  private static Form ofData(Class<?> type) {
    if (Throwable.class.isAssignableFrom(type)) {
      return new ThrowableForm();
    }
    if (Allowlist.verdict(type.getName()) == Allowlist.Verdict.DENIED) {
      return RefusedForm.of(type);
    }
    if (type.isLocalClass()) {
      warnOfName(type);
    }
    return type.isRecord() ? RecordForm.of(type) : EnumForm.of(type);
  }

  private static void warnOfName(Class<?> type) {
    System.getLogger(Forms.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "{0} is declared inside a method: its name is a number that an edit can change. Declare"
                + " it in the class, so that stored values of it stay readable.",
            type.getName());
  }

  private static @Nullable Form ofSubclass(Class<?> type) {
    if (type.getName().startsWith("io.vavr.")) {
      Integer tag = VavrForm.tag(type);
      if (tag != null) {
        return new VavrForm(tag);
      }
    }
    Integer tag = CollectionForm.tag(type);
    if (tag != null) {
      return new CollectionForm(tag);
    }
    if (Path.class.isAssignableFrom(type)) {
      return new ScalarForm(Tag.PATH);
    }
    if (Charset.class.isAssignableFrom(type)) {
      return new ScalarForm(Tag.CHARSET);
    }
    if (java.time.ZoneId.class.isAssignableFrom(type)) {
      return new TimeForm(Tag.ZONE_ID);
    }
    return LambdaForm.isLambda(type) ? new LambdaForm() : null;
  }

  private static Map<Class<?>, Form> exact() {
    Map<Class<?>, Form> forms = new HashMap<>();
    for (Class<?> type : List.of(String.class, Integer.class, Boolean.class, Double.class)) {
      forms.put(type, new ScalarForm(-1)); // the encoder writes these itself
    }
    forms.put(Handle.class, new ScalarForm(Tag.HANDLE));
    forms.put(Long.class, new ScalarForm(Tag.LONG));
    forms.put(Short.class, new ScalarForm(Tag.SHORT));
    forms.put(Byte.class, new ScalarForm(Tag.BYTE));
    forms.put(Character.class, new ScalarForm(Tag.CHAR));
    forms.put(Float.class, new ScalarForm(Tag.FLOAT));
    forms.put(BigInteger.class, new ScalarForm(Tag.BIG_INTEGER));
    forms.put(BigDecimal.class, new ScalarForm(Tag.BIG_DECIMAL));
    forms.put(UUID.class, new ScalarForm(Tag.UUID));
    forms.put(URI.class, new ScalarForm(Tag.URI));
    forms.put(URL.class, new ScalarForm(Tag.URL));
    forms.put(Locale.class, new ScalarForm(Tag.LOCALE));
    forms.put(Pattern.class, new ScalarForm(Tag.PATTERN));
    forms.put(Currency.class, new ScalarForm(Tag.CURRENCY));
    forms.put(Date.class, new ScalarForm(Tag.DATE));
    forms.put(Optional.class, new ScalarForm(Tag.OPTIONAL));
    forms.put(OptionalInt.class, new ScalarForm(Tag.OPTIONAL_INT));
    forms.put(OptionalLong.class, new ScalarForm(Tag.OPTIONAL_LONG));
    forms.put(OptionalDouble.class, new ScalarForm(Tag.OPTIONAL_DOUBLE));
    forms.put(BitSet.class, new ScalarForm(Tag.BIT_SET));
    TimeForm.tags().forEach((type, tag) -> forms.put(type, new TimeForm(tag)));
    return forms;
  }

  private static Map<String, Class<?>> components() {
    Map<String, Class<?>> components = new HashMap<>();
    EXACT.keySet().forEach(type -> components.put(type.getName(), type));
    for (Class<?> type :
        List.of(
            Object.class,
            Number.class,
            Comparable.class,
            CharSequence.class,
            java.io.Serializable.class,
            Iterable.class,
            Collection.class,
            List.class,
            Set.class,
            Map.class,
            Map.Entry.class,
            Path.class,
            Charset.class,
            java.time.ZoneId.class,
            java.time.ZoneOffset.class)) {
      components.put(type.getName(), type);
    }
    return components;
  }
}

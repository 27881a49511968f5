package dev.kappa.codec;

import dev.kappa.wire.Handle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers, names and other small values. */
@SuppressWarnings("JavaUtilDate") // users' values hold dates, whatever their API is like
record ScalarForm(int tag) implements Form {
  @Override
  public void write(Encoder out, Object value) {
    switch (tag) {
      case Tag.HANDLE -> out.handle((Handle) value);
      case Tag.LONG -> number(out, (Long) value);
      case Tag.SHORT -> number(out, (Short) value);
      case Tag.BYTE -> number(out, (Byte) value);
      case Tag.CHAR -> number(out, (Character) value);
      case Tag.FLOAT -> number(out, Float.floatToRawIntBits((Float) value));
      case Tag.BIG_INTEGER -> bytes(out, ((BigInteger) value).toByteArray());
      case Tag.BIG_DECIMAL -> decimal(out, (BigDecimal) value);
      case Tag.UUID -> uuid(out, (UUID) value);
      case Tag.PATH -> path(out, (Path) value);
      case Tag.LOCALE -> locale(out, (Locale) value);
      case Tag.CHARSET -> text(out, ((Charset) value).name());
      case Tag.PATTERN -> pattern(out, (Pattern) value);
      case Tag.CURRENCY -> text(out, ((Currency) value).getCurrencyCode());
      case Tag.DATE -> number(out, ((Date) value).getTime());
      case Tag.BIT_SET -> bytes(out, ((BitSet) value).toByteArray());
      case Tag.OPTIONAL -> optional(out, ((Optional<?>) value).orElse(null));
      case Tag.OPTIONAL_INT -> optional(out, boxed((OptionalInt) value));
      case Tag.OPTIONAL_LONG -> optional(out, boxed((OptionalLong) value));
      case Tag.OPTIONAL_DOUBLE -> optional(out, boxed((OptionalDouble) value));
      default -> text(out, value.toString());
    }
  }

  static Object read(int tag, Decoder in) {
    return switch (tag) {
      case Tag.LONG -> in.number();
      case Tag.SHORT -> (short) in.integer();
      case Tag.BYTE -> (byte) in.integer();
      case Tag.CHAR -> (char) in.integer();
      case Tag.FLOAT -> Float.intBitsToFloat(in.integer());
      case Tag.DOUBLE_BITS -> Double.longBitsToDouble(in.number());
      case Tag.UTF16 -> Text.ofChars(in.bytes());
      case Tag.BIG_INTEGER -> new BigInteger(in.bytes());
      case Tag.BIG_DECIMAL -> decimal(in.integer(), in.bytes());
      case Tag.UUID -> new UUID(in.number(), in.number());
      case Tag.URI -> URI.create(in.text());
      case Tag.URL -> url(in.text());
      case Tag.PATH -> Path.of(in.text());
      case Tag.LOCALE -> Locale.forLanguageTag(in.text());
      case Tag.CHARSET -> Charset.forName(in.text());
      case Tag.PATTERN -> compile(in.text(), in.integer());
      case Tag.CURRENCY -> Currency.getInstance(in.text());
      case Tag.DATE -> new Date(in.number());
      case Tag.BIT_SET -> BitSet.valueOf(in.bytes());
      case Tag.OPTIONAL -> Optional.ofNullable(in.read());
      case Tag.OPTIONAL_INT ->
          in.read() instanceof Integer i ? OptionalInt.of(i) : OptionalInt.empty();
      case Tag.OPTIONAL_LONG ->
          in.read() instanceof Long n ? OptionalLong.of(n) : OptionalLong.empty();
      case Tag.OPTIONAL_DOUBLE ->
          in.read() instanceof Double d ? OptionalDouble.of(d) : OptionalDouble.empty();
      default -> throw Decoder.malformed("unknown tag " + tag);
    };
  }

  private void number(Encoder out, long value) {
    out.open(tag, 1);
    out.number(value);
    out.close();
  }

  private void bytes(Encoder out, byte[] value) {
    out.open(tag, 1);
    out.bytes(value);
    out.close();
  }

  private void text(Encoder out, String value) {
    out.open(tag, 1);
    out.text(value);
    out.close();
  }

  private void optional(Encoder out, @Nullable Object value) {
    out.open(tag, 1);
    out.write(value);
    out.close();
  }

  private void decimal(Encoder out, BigDecimal value) {
    out.open(tag, 2);
    out.number(value.scale());
    out.bytes(value.unscaledValue().toByteArray());
    out.close();
  }

  private void uuid(Encoder out, UUID value) {
    out.open(tag, 2);
    out.number(value.getMostSignificantBits());
    out.number(value.getLeastSignificantBits());
    out.close();
  }

  private void path(Encoder out, Path value) {
    if (!value.getFileSystem().equals(FileSystems.getDefault())) {
      throw out.refused(value.getClass(), "Only paths of the default file system can be stored.");
    }
    text(out, value.toString());
  }

  private void locale(Encoder out, Locale value) {
    String languageTag = value.toLanguageTag();
    if (!Locale.forLanguageTag(languageTag).equals(value)) {
      throw out.refused(value.getClass(), "Store its language tag as a String.");
    }
    text(out, languageTag);
  }

  private void pattern(Encoder out, Pattern value) {
    out.open(tag, 2);
    out.text(value.pattern());
    out.number(value.flags());
    out.close();
  }

  @SuppressWarnings("MagicConstant") // the flags are those of a pattern
  private static Pattern compile(String pattern, int flags) {
    return Pattern.compile(pattern, flags);
  }

  private static BigDecimal decimal(int scale, byte[] unscaled) {
    return new BigDecimal(new BigInteger(unscaled), scale);
  }

  private static URL url(String text) {
    try {
      return URI.create(text).toURL();
    } catch (MalformedURLException e) {
      throw Decoder.malformed("URL " + text);
    }
  }

  private static @Nullable Object boxed(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }

  private static @Nullable Object boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static @Nullable Object boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}

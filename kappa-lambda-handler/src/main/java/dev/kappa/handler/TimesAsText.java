package dev.kappa.handler;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.LocalDate;
import java.time.Year;
import java.time.temporal.Temporal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Takes times and durations in ISO 8601 form alone, but where the application itself says another
 * ({@link JsonFormat}). Of what unit a number is would be a guess, and of one that is out of range
 * Jackson makes some other time. A {@link Year} is a number.
 */
final class TimesAsText extends ValueDeserializerModifier {
  private static final long serialVersionUID = 1;
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]*");

  @Override
  public ValueDeserializer<?> modifyDeserializer(
      DeserializationConfig config,
      BeanDescription.Supplier described,
      ValueDeserializer<?> deserializer) {
    Class<?> type = described.getBeanClass();
    boolean isTime = type.getPackageName().equals("java.time") && type != Year.class;
    return isTime ? new Text(deserializer) : deserializer;
  }

  private static final class Text extends DelegatingDeserializer {
    Text(ValueDeserializer<?> time) {
      super(time);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> time) {
      return new Text(time);
    }

    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      ValueDeserializer<?> time =
          context.handleSecondaryContextualization(
              getDelegatee(), property, context.constructType(handledType()));
      return hasItsOwnForm(context, property) ? time : newDelegatingInstance(time);
    }

    private boolean hasItsOwnForm(DeserializationContext context, @Nullable BeanProperty property) {
      if (property == null) {
        return false;
      }
      JsonFormat.Value form = property.findPropertyFormat(context.getConfig(), handledType());
      return form.hasPattern() || form.hasShape();
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        return context.handleUnexpectedToken(getValueType(context), json);
      }
      String text = json.getString();
      if (isOfAnotherForm(text)) {
        return context.handleWeirdStringValue(handledType(), text, "of another form");
      }
      return super.deserialize(json, context);
    }

    /** Numbers, nothing, and of a date also a time: what Jackson would take, or leave out. */
    private boolean isOfAnotherForm(String text) {
      boolean cut = handledType() == LocalDate.class && text.indexOf('T') >= 0;
      return cut
          || text.isBlank()
          || (Temporal.class.isAssignableFrom(handledType()) && NUMBER.matcher(text).matches());
    }
  }
}

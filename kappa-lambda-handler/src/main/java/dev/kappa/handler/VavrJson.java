package dev.kappa.handler;

import dev.kappa.Channel;
import dev.kappa.RunFuture;
import dev.kappa.TaskFuture;
import io.vavr.Tuple;
import io.vavr.collection.Map;
import io.vavr.collection.Traversable;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON of Vavr's types: what a reader expects who does not know them. A sequence, a set or a
 * tuple is an array; a map an object; an option its value or null; an either {@code {"left":…}} or
 * {@code {"right":…}}. A task or a channel is its handle.
 */
final class VavrJson {
  private VavrJson() {}

  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  static JacksonModule module() {
    SimpleModule module = new SimpleModule("kappa");
    add(module, Traversable.class, Traversable::toJavaList);
    add(module, Map.class, Map::toJavaMap);
    add(module, Tuple.class, tuple -> tuple.toSeq().toJavaList());
    add(module, Option.class, Option::getOrNull);
    add(module, Either.class, VavrJson::side);
    add(module, TaskFuture.class, TaskFuture::toString);
    add(module, RunFuture.class, RunFuture::id);
    add(module, Channel.class, Channel::toString);
    return module;
  }

  private static Object side(Either<?, ?> either) {
    return either.isLeft()
        ? Collections.singletonMap("left", either.getLeft())
        : Collections.singletonMap("right", either.get());
  }

  private static <T> void add(
      SimpleModule module, Class<T> type, Function<T, @Nullable Object> view) {
    module.addSerializer(type, new As<>(view));
  }

  /** Writes something else in place of a value. */
  private static final class As<T> extends ValueSerializer<T> {
    private final Function<T, @Nullable Object> view;

    As(Function<T, @Nullable Object> view) {
      this.view = view;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      context.writeValue(out, view.apply(value));
    }
  }
}

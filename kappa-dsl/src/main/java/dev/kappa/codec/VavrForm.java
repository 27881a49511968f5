package dev.kappa.codec;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Array;
import io.vavr.collection.CharSeq;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Queue;
import io.vavr.collection.Traversable;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Try;
import io.vavr.control.Validation;
import java.util.ArrayList;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Vavr's tuples, controls and strict collections. */
record VavrForm(int tag) implements Form {
  /** {@return the tag for {@code type}, or null if its values can't be stored} */
  static @Nullable Integer tag(Class<?> type) {
    return tag(
        type,
        new Object[][] {
          {Tuple.class, Tag.TUPLE},
          {Option.class, Tag.VAVR_OPTION},
          {Either.class, Tag.EITHER},
          {Try.class, Tag.TRY},
          {Validation.class, Tag.VALIDATION},
          {List.class, Tag.VAVR_LIST},
          {Vector.class, Tag.VECTOR},
          {Array.class, Tag.VAVR_ARRAY},
          {Queue.class, Tag.VAVR_QUEUE},
          {CharSeq.class, Tag.CHAR_SEQ},
          {HashMap.class, Tag.VAVR_HASH_MAP},
          {LinkedHashMap.class, Tag.VAVR_LINKED_MAP},
          {TreeMap.class, Tag.VAVR_TREE_MAP},
          {HashSet.class, Tag.VAVR_HASH_SET},
          {LinkedHashSet.class, Tag.VAVR_LINKED_SET},
          {TreeSet.class, Tag.VAVR_TREE_SET},
        });
  }

  private static @Nullable Integer tag(Class<?> type, Object[][] tags) {
    for (Object[] row : tags) {
      if (((Class<?>) row[0]).isAssignableFrom(type)) {
        return (Integer) row[1];
      }
    }
    return null;
  }

  @Override
  public void write(Encoder out, Object value) {
    switch (value) {
      case Tuple tuple -> elements(out, tuple.toSeq(), tuple.arity());
      case Option<?> option -> elements(out, option, option.isEmpty() ? 0 : 1);
      case Either<?, ?> either -> flagged(out, either.isRight(), either.fold(l -> l, r -> r));
      case Validation<?, ?> v -> flagged(out, v.isValid(), v.fold(e -> e, a -> a));
      case Try<?> result ->
          flagged(out, result.isSuccess(), result.isSuccess() ? result.get() : result.getCause());
      case CharSeq text -> {
        out.open(tag, 1);
        out.text(text.toString());
        out.close();
      }
      case Map<?, ?> map -> map(out, map);
      default -> collection(out, (Traversable<?>) value);
    }
  }

  private void collection(Encoder out, Traversable<?> elements) {
    if (elements instanceof TreeSet<?> sorted) {
      checkNatural(out, sorted, sorted.comparator());
    }
    elements(out, elements, elements.size());
  }

  private void elements(Encoder out, Iterable<?> elements, int size) {
    out.open(tag, size);
    int i = 0;
    for (Object element : elements) {
      out.at(i++);
      out.write(element);
    }
    out.close();
  }

  private void flagged(Encoder out, boolean right, @Nullable Object value) {
    out.open(tag, 2);
    out.write(right);
    out.at(0);
    out.write(value);
    out.close();
  }

  private void map(Encoder out, Map<?, ?> map) {
    if (map instanceof TreeMap<?, ?> sorted) {
      checkNatural(out, sorted, sorted.comparator());
    }
    out.open(tag, 2 * map.size());
    int i = 0;
    for (Tuple2<?, ?> entry : map) {
      out.at(i++);
      out.write(entry._1());
      out.at(i++);
      out.write(entry._2());
    }
    out.close();
  }

  private static void checkNatural(Encoder out, Object sorted, Comparator<?> comparator) {
    if (!comparator.equals(TreeSet.<Integer>empty().comparator())) {
      throw out.refused(
          sorted.getClass(), "It has a comparator. Turn it into a linked set or map, or a list.");
    }
  }

  static Object read(int tag, Decoder in) {
    return switch (tag) {
      case Tag.TUPLE -> tuple(elements(in));
      case Tag.VAVR_OPTION -> in.atEnd() ? Option.none() : Option.some(in.read());
      case Tag.EITHER -> flag(in) ? Either.right(in.read()) : Either.left(in.read());
      case Tag.VALIDATION -> flag(in) ? Validation.valid(in.read()) : Validation.invalid(in.read());
      case Tag.TRY -> flag(in) ? Try.success(in.read()) : failure(in.readPresent());
      case Tag.CHAR_SEQ -> CharSeq.of(in.text());
      case Tag.VAVR_LIST -> List.ofAll(elements(in));
      case Tag.VECTOR -> Vector.ofAll(elements(in));
      case Tag.VAVR_ARRAY -> Array.ofAll(elements(in));
      case Tag.VAVR_QUEUE -> Queue.ofAll(elements(in));
      case Tag.VAVR_HASH_SET -> HashSet.ofAll(elements(in));
      case Tag.VAVR_LINKED_SET -> LinkedHashSet.ofAll(elements(in));
      case Tag.VAVR_TREE_SET -> TreeSet.ofAll(natural(), elements(in));
      case Tag.VAVR_HASH_MAP -> HashMap.ofEntries(entries(in));
      case Tag.VAVR_LINKED_MAP -> LinkedHashMap.ofEntries(entries(in));
      case Tag.VAVR_TREE_MAP -> TreeMap.ofEntries(natural(), entries(in));
      default -> throw Decoder.malformed("unknown tag " + tag);
    };
  }

  /** Vavr's own natural order, so that what was decoded can be encoded again. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // natural order compares what is comparable
  private static Comparator<Object> natural() {
    return (Comparator) TreeSet.<Integer>empty().comparator();
  }

  private static boolean flag(Decoder in) {
    return in.readPresent() instanceof Boolean flag && flag;
  }

  private static Try<?> failure(Object cause) {
    if (cause instanceof Throwable thrown) {
      return Try.failure(thrown);
    }
    throw Decoder.malformed("a failure that is no exception");
  }

  private static java.util.List<@Nullable Object> elements(Decoder in) {
    java.util.List<@Nullable Object> elements = new ArrayList<>();
    while (!in.atEnd()) {
      elements.add(in.read());
    }
    return elements;
  }

  private static java.util.List<Tuple2<@Nullable Object, @Nullable Object>> entries(Decoder in) {
    java.util.List<Tuple2<@Nullable Object, @Nullable Object>> entries = new ArrayList<>();
    while (!in.atEnd()) {
      Object key = in.read();
      entries.add(Tuple.of(key, in.read()));
    }
    return entries;
  }

  private static Tuple tuple(java.util.List<@Nullable Object> e) {
    return switch (e.size()) {
      case 0 -> Tuple.empty();
      case 1 -> Tuple.of(e.get(0));
      case 2 -> Tuple.of(e.get(0), e.get(1));
      case 3 -> Tuple.of(e.get(0), e.get(1), e.get(2));
      case 4 -> Tuple.of(e.get(0), e.get(1), e.get(2), e.get(3));
      case 5 -> Tuple.of(e.get(0), e.get(1), e.get(2), e.get(3), e.get(4));
      case 6 -> Tuple.of(e.get(0), e.get(1), e.get(2), e.get(3), e.get(4), e.get(5));
      case 7 -> Tuple.of(e.get(0), e.get(1), e.get(2), e.get(3), e.get(4), e.get(5), e.get(6));
      case 8 ->
          Tuple.of(e.get(0), e.get(1), e.get(2), e.get(3), e.get(4), e.get(5), e.get(6), e.get(7));
      default -> throw Decoder.malformed("a tuple of " + e.size() + " (expected: at most 8)");
    };
  }
}

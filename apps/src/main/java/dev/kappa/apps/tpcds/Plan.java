package dev.kappa.apps.tpcds;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a query is shared among tasks, as {@code queries/qNN.sql} says: each part begins with a line.
 *
 * <pre>{@code
 * -- query
 * -- scan sales of store_sales by i_brand_id
 * -- join brands of sales by i_brand
 * -- result
 * }</pre>
 *
 * @param whole the query as one, for whoever has all data in one place
 * @param stages the last is the only one that gathers
 */
record Plan(int query, String whole, List<Stage> stages) {
  /** Those that there are. */
  static final List<Integer> QUERIES = List.of(1, 3, 12, 16, 22, 51, 86, 87, 93, 94, 95, 97);

  private static final Pattern PART =
      Pattern.compile("(?m)^-- (query|result|(?:scan|join) .*)\\n((?:(?!-- ).*\\n?)*)");
  private static final Pattern STAGE =
      Pattern.compile("(scan|join) (\\w+) of ([\\w, ]+?)(?: by ([\\w, ]+))?");
  private static final Pattern WORD = Pattern.compile("\\w+");

  /**
   * {@return the plan of a query}
   *
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if there is none
   */
  static Plan of(@Nullable Integer query) {
    if (query == null || !QUERIES.contains(query)) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.query: %s (expected: one of %s; there are no plans of the others)"
              .formatted(query == null ? "missing" : query, QUERIES));
    }
    return parse(query, text(query));
  }

  static Plan parse(int query, String text) {
    String whole = "";
    List<Stage> stages = new ArrayList<>();
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      String sql = parts.group(2).strip();
      switch (parts.group(1)) {
        case "query" -> whole = sql;
        case "result" -> stages.add(new Stage.Gather(sql));
        default -> stages.add(stage(parts.group(1), sql));
      }
    }
    return new Plan(query, whole, stages);
  }

  private static Stage stage(String head, String sql) {
    Matcher stage = STAGE.matcher(head);
    if (!stage.matches()) {
      throw new IllegalArgumentException("no stage: " + head);
    }
    List<String> of = list(stage.group(3));
    List<String> key = list(stage.group(4));
    return stage.group(1).equals("scan")
        ? new Stage.Scan(stage.group(2), of.getFirst(), key, sql)
        : new Stage.Join(stage.group(2), of, key, sql);
  }

  private static List<String> list(@Nullable String names) {
    return names == null ? List.of() : Arrays.asList(names.split(", "));
  }

  private static String text(int query) {
    String name = "queries/q%02d.sql".formatted(query);
    try (InputStream in = Plan.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  Stage stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst().orElseThrow();
  }

  /** {@return the stages whose output {@code stage} reads} */
  List<String> before(Stage stage) {
    List<String> words = words(stage.sql());
    return stages.stream()
        .takeWhile(earlier -> !earlier.name().equals(stage.name()))
        .map(Stage::name)
        .filter(words::contains)
        .toList();
  }

  /** {@return the tables that {@code stage} reads} */
  List<String> tables(Stage stage) {
    return tables(stage.sql());
  }

  /** {@return the tables that the query as one reads} */
  List<String> tables() {
    return tables(whole);
  }

  private static List<String> tables(String sql) {
    List<String> words = words(sql);
    return Tables.NAMES.stream().filter(words::contains).toList();
  }

  private static List<String> words(String sql) {
    return WORD.matcher(sql).results().flatMap(word -> Stream.of(word.group())).toList();
  }
}

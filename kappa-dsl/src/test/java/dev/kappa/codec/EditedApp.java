package dev.kappa.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The source of a small application that can be edited at random: methods that give lists of
 * lambdas, which hold others.
 *
 * @param methods in the order of the source
 */
record EditedApp(List<Method> methods) {
  private static final int DEEPEST = 3;

  /** A method that gives its lambdas as a list. */
  record Method(String name, List<Lambda> lambdas) {}

  /**
   * A lambda of one parameter.
   *
   * @param salt two of one kind differ in what they give if they differ in this
   * @param inner the lambdas that it calls
   */
  record Lambda(Kind kind, int salt, List<Lambda> inner) {
    /** {@return the expression, with {@code depth} lambdas around it} */
    String source(int depth) {
      String x = "x" + depth;
      StringBuilder calls = new StringBuilder();
      for (int i = 0; i < inner.size(); i++) {
        calls.append(
            " + ((Function1<Integer, Object> & java.io.Serializable) %s).apply(%s + %d)"
                .formatted(inner.get(i).source(depth + 1), x, i));
      }
      String body = kind.body.replace("$x", x).replace("$s", Integer.toString(salt));
      return kind.lambda(x, body, calls.toString()).replace("$d", Integer.toString(depth));
    }
  }

  /** What a lambda does. */
  enum Kind {
    ADD("\"add\" + ($x + $s)"),
    CAPTURE("a + $x + \"/$s\" + c"),
    CAPTURE_OTHERS("b + ($x + c) + \"/$s\" + d"),
    ANONYMOUS("new Object() { @Override public String toString() { return \"it$s\" + $x; } }"),
    INHERITED("new Object() { @Override public String toString() { return up$s(); } }"),
    ENUM("$s"),
    STRING("switch (\"k\" + $x % 4) { case \"k1\" -> $s; case \"k2\" -> 2; default -> 3; }"),
    PATTERN(
        "switch ((Object) $x) { case Integer i$d when i$d > $s -> \"big\"; default -> \"any\"; }"),
    LOOP("int sum$d = 0; for (int i$d = 0; i$d < $x; i$d++) { sum$d += $s / i$d; }"),
    LOCAL("class Local$d { static String text(int i) { return \"local$s\" + i; } }"),
    MEMBER("class Local$d { enum Tone { A; public String toString() { return \"tone$s\"; } } }"),
    WITHIN("class Local$d { static String text(int i) { return \"within$s\" + i; } }"),
    METHOD("class Local$d { static Object text(Integer i) { return \"method$s\" + i; } }");

    private final String body;

    Kind(String body) {
      this.body = body;
    }

    private String lambda(String x, String text, String calls) {
      return switch (this) {
        case ADD, CAPTURE, CAPTURE_OTHERS, STRING, PATTERN ->
            "%s -> \"\" + (%s)%s".formatted(x, text, calls);
        case ANONYMOUS, INHERITED -> "%s -> \"\" + %s%s".formatted(x, text, calls);
        case ENUM ->
            "%1$s -> { switch (Colour.values()[%1$s %% 3]) { case RED: return \"r\" + %2$s; case GREEN: return \"g\"%3$s; default: return \"b\"; } }"
                .formatted(x, text, calls);
        case LOOP ->
            "%s -> { try { %s return \"\" + sum$d%s; } catch (ArithmeticException e$d) { return \"by zero\"; } }"
                .formatted(x, text, calls);
        case LOCAL -> "%1$s -> { %2$s return Local$d.text(%1$s)%3$s; }".formatted(x, text, calls);
        case MEMBER -> "%s -> { %s return Local$d.Tone.A.toString()%s; }".formatted(x, text, calls);
        case WITHIN ->
            text.replace(
                    "class Local$d {",
                    "made(new Function0<Function1<Integer, Object>>() { public Function1<Integer, Object> apply() { class Local$d { static Function1<Integer, Object> make() { return %1$s -> text(%1$s); }"
                        .formatted(x))
                + " return Local$d.make(); } })";
        case METHOD ->
            "made(new Function0<Function1<Integer, Object>>() { public Function1<Integer, Object> apply() { %s return Local$d::text; } })"
                .formatted(text);
      };
    }
  }

  /** {@return one at random} */
  static EditedApp random(Random random) {
    List<Method> methods = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      methods.add(new Method("m" + i, lambdas(random, 1 + random.nextInt(4), 1)));
    }
    return new EditedApp(methods);
  }

  private static List<Lambda> lambdas(Random random, int count, int depth) {
    List<Lambda> lambdas = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lambdas.add(lambda(random, depth));
    }
    return lambdas;
  }

  private static Lambda lambda(Random random, int depth) {
    int inner = depth < DEEPEST && random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return new Lambda(kind, random.nextInt(3), lambdas(random, inner, depth + 1));
  }

  /** {@return this after some edits} */
  EditedApp edited(Random random) {
    EditedApp app = this;
    for (int i = random.nextInt(3); i >= 0; i--) {
      app = app.editedOnce(random);
    }
    return app;
  }

  private EditedApp editedOnce(Random random) {
    List<Method> changed = new ArrayList<>(methods);
    int at = random.nextInt(changed.size());
    Method method = changed.get(at);
    switch (random.nextInt(6)) {
      case 0 -> changed.add(at, new Method("n" + random.nextInt(1000), lambdas(random, 1, 1)));
      case 1 -> changed.set(at, new Method("r" + random.nextInt(1000), method.lambdas()));
      case 2 -> changed.add(random.nextInt(changed.size()), changed.remove(at));
      case 3 -> {
        List<Lambda> moved = changed.getFirst().lambdas();
        changed.set(0, new Method(changed.getFirst().name(), changed.getLast().lambdas()));
        changed.set(changed.size() - 1, new Method(changed.getLast().name(), moved));
      }
      default -> changed.set(at, new Method(method.name(), edited(method.lambdas(), random, 1)));
    }
    return new EditedApp(changed);
  }

  private static List<Lambda> edited(List<Lambda> lambdas, Random random, int depth) {
    List<Lambda> changed = new ArrayList<>(lambdas);
    int at = changed.isEmpty() ? 0 : random.nextInt(changed.size());
    int what = changed.isEmpty() ? 0 : random.nextInt(7);
    switch (what) {
      case 0 -> changed.add(at, lambda(random, depth));
      case 1 -> changed.remove(at);
      case 2 -> changed.add(random.nextInt(changed.size()), changed.remove(at));
      case 3 -> changed.set(at, lambda(random, depth));
      case 4 -> changed.add(changed.get(at));
      case 5 -> {
        Lambda old = changed.get(at);
        changed.set(at, new Lambda(old.kind(), (old.salt() + 1) % 3, old.inner()));
      }
      default -> {
        Lambda old = changed.get(at);
        List<Lambda> inner = depth < DEEPEST ? edited(old.inner(), random, depth + 1) : old.inner();
        changed.set(at, new Lambda(old.kind(), old.salt(), inner));
      }
    }
    return changed;
  }

  /** {@return the lambda that is at the same place of the list that {@code all} gives} */
  List<Lambda> lambdas() {
    return methods.stream().flatMap(method -> method.lambdas().stream()).toList();
  }

  /** {@return the source of class {@code App}, whose method {@code all} gives the lambdas} */
  String source() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Method method : methods) {
      text.append("  static void ").append(method.name()).append("(List<Object> all) {\n");
      text.append("    String a = \"a\"; String b = \"b\"; int c = 7; long d = 8;\n");
      for (Lambda lambda : method.lambdas()) {
        text.append("    all.add((Function1<Integer, Object>) ").append(lambda.source(0));
        text.append(");\n");
      }
      text.append("  }\n");
    }
    text.append("  static List<Object> all() {\n    List<Object> all = new ArrayList<>();\n");
    methods.forEach(method -> text.append("    ").append(method.name()).append("(all);\n"));
    return text.append("    return all;\n  }\n}\n").toString();
  }

  private static final String HEAD =
      """
      class App extends dev.kappa.codec.inherited.Upper {
        enum Colour { RED, GREEN, BLUE }
        static Function1<Integer, Object> made(Function0<Function1<Integer, Object>> maker) {
          return maker.apply();
        }
      """;
}

package dev.kappa.apps.svg;

import java.util.Locale;

/**
 * A picture in SVG, element by element. It needs no fonts and no graphics of the machine that draws
 * it. Whatever texts are given, it is well-formed.
 */
public final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** An empty picture; its sizes are what browsers call pixels. */
  public Svg(int width, int height) {
    text.append("<svg xmlns='http://www.w3.org/2000/svg'");
    attributes("viewBox", "0 0 %d %d".formatted(width, height), "font-family", "sans-serif");
    // Pages may be dark; what is drawn is not.
    attributes("font-size", 11, "style", "background: #fff");
    text.append(">\n");
  }

  /**
   * Adds an element.
   *
   * @param attributes names and values in turn; a value that is a {@code double} has one digit
   *     behind the point
   */
  public void element(String name, Object... attributes) {
    open(name, attributes);
    text.append("/>\n");
  }

  /** Adds an element that says {@code title} where the pointer is. */
  public void titled(String title, String name, Object... attributes) {
    open(name, attributes);
    text.append("><title>").append(escaped(title)).append("</title></").append(name).append(">\n");
  }

  /** Adds a line of text whose base begins, or is anchored, at a place. */
  public void text(double x, double y, String line, Object... attributes) {
    open("text", "x", x, "y", y);
    attributes(attributes);
    text.append('>').append(escaped(line)).append("</text>\n");
  }

  /** {@return the whole picture} Nothing is to be added after it. */
  public String end() {
    return text.append("</svg>\n").toString();
  }

  private void open(String name, Object... attributes) {
    text.append('<').append(name);
    attributes(attributes);
  }

  private void attributes(Object... attributes) {
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("='");
      text.append(value(attributes[i + 1])).append('\'');
    }
  }

  private static String value(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.1f", number)
        : escaped(value.toString());
  }

  private static String escaped(String raw) {
    StringBuilder clean = new StringBuilder();
    raw.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> clean.append("&amp;");
                case '<' -> clean.append("&lt;");
                case '>' -> clean.append("&gt;");
                case '\'' -> clean.append("&#39;");
                case '\r' -> clean.append("&#13;");
                default -> clean.appendCodePoint(allowed(character) ? character : 0xFFFD);
              }
            });
    return clean.toString();
  }

  /** What a document of XML 1.0 may hold. */
  private static boolean allowed(int character) {
    boolean surrogate = character >= 0xD800 && character <= 0xDFFF;
    boolean control = character < ' ' && character != '\t' && character != '\n';
    return !surrogate && !control && character != 0xFFFE && character != 0xFFFF;
  }
}

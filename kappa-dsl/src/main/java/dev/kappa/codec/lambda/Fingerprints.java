package dev.kappa.codec.lambda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;

/**
 * Hashes of lambdas' bodies: equal under recompilation, moved lines, other debug settings and other
 * lambdas inserted before; different when the body, a lambda in it, or an anonymous or local class
 * that it uses is edited. The methods that a body calls do not count.
 */
final class Fingerprints {
  /** How long one is. */
  static final int BYTES = 16;

  private final ClassText.ClassFiles files;
  private final Map<String, ClassText> classes = new HashMap<>();

  /** What is being written now, outermost first: cuts cycles. */
  private final List<String> open = new ArrayList<>();

  private Fingerprints(ClassText.ClassFiles files) {
    this.files = files;
  }

  /**
   * {@return the bodies of the lambdas of a class by name, or null if its file can't be read}
   *
   * @param className as {@code a/b/C}
   */
  static @Nullable Map<String, Body> bodies(ClassText.ClassFiles files, String className) {
    return new Fingerprints(files).bodies(className);
  }

  /**
   * {@return a hash of all that a class has, but for its name; null if its file can't be read}
   *
   * @param className as {@code a/b/C}
   */
  static byte @Nullable [] ofClass(ClassText.ClassFiles files, String className) {
    Fingerprints fingerprints = new Fingerprints(files);
    return fingerprints.whole(className) == null
        ? null
        : Arrays.copyOf(sha256(fingerprints.numbered(className)), BYTES);
  }

  private @Nullable Map<String, Body> bodies(String className) {
    ClassText text = ClassText.read(files, className, true);
    if (text == null) {
      return null;
    }
    Map<String, Body> bodies = new LinkedHashMap<>();
    String around = Numbered.isClass(className) ? numbered(className) : "";
    for (MethodText method : text.methods().values()) {
      String source =
          text.source() == null || method.line() < 0 ? null : text.source() + ":" + method.line();
      byte[] hash = Arrays.copyOf(sha256(around + text(text, method)), BYTES);
      bodies.put(
          method.name(),
          new Body(method.name(), method.signature(), hash, source, method.variables()));
    }
    return bodies;
  }

  private String text(ClassText owner, MethodText method) {
    String key = String.join(" ", owner.name(), method.name(), method.signature());
    int cycle = open.indexOf(key);
    if (cycle >= 0) {
      return "cycle " + cycle;
    }
    open.add(key);
    BodyWriter writer = new BodyWriter(owner, method);
    method.tokens().forEach(token -> token.write(writer));
    open.remove(open.size() - 1);
    return writer.text.toString();
  }

  private @Nullable ClassText whole(String className) {
    ClassText type = classes.get(className);
    if (type == null) {
      type = ClassText.read(files, className, false);
      if (type != null) {
        classes.put(className, type);
      }
    }
    return type;
  }

  private String numbered(String className) {
    int cycle = open.indexOf(className);
    if (cycle >= 0) {
      return "cycle " + cycle;
    }
    ClassText type = whole(className);
    if (type == null) {
      return "unreadable";
    }
    open.add(className);
    StringBuilder text = new StringBuilder(String.join("\n", type.members()));
    for (String supertype : type.supertypes()) {
      text.append('\n').append(Numbered.isClass(supertype) ? numbered(supertype) : supertype);
    }
    for (MethodText method : type.methods().values()) {
      if (!Bodies.isBody(method.name())) {
        text.append('\n').append(method.name()).append(text(type, method));
      }
    }
    open.remove(open.size() - 1);
    return digest(text.toString());
  }

  private static String digest(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  private static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private final class BodyWriter implements Token.Writer {
    private final StringBuilder text = new StringBuilder();
    private final Map<Label, Integer> numbers = new HashMap<>();
    private final ClassText owner;
    private final MethodText method;

    private BodyWriter(ClassText owner, MethodText method) {
      this.owner = owner;
      this.method = method;
    }

    @Override
    public Token.Writer text(String plain) {
      text.append(plain);
      return this;
    }

    @Override
    public void label(Label label) {
      Integer number = numbers.putIfAbsent(label, numbers.size());
      text.append(number == null ? numbers.size() - 1 : number.intValue());
    }

    @Override
    public boolean isUsed(Label label) {
      return method.isUsed(label);
    }

    @Override
    public void body(String name, String signature) {
      MethodText body = owner.methods().get(name.concat(signature));
      text.append(body == null ? "?" : digest(Fingerprints.this.text(owner, body)));
    }

    @Override
    public void members(String className) {
      text.append(numbered(className));
    }

    @Override
    public void method(String className, String name, String signature) {
      ClassText type = whole(className);
      MethodText called = type == null ? null : type.methods().get(name.concat(signature));
      text.append(
          type == null || called == null ? "?" : digest(Fingerprints.this.text(type, called)));
    }
  }
}

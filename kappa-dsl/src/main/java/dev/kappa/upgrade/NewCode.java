package dev.kappa.upgrade;

import dev.kappa.codec.Shapes;
import dev.kappa.codec.lambda.ClassCode;
import dev.kappa.codec.lambda.ClassCode.LambdaBody;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A version of an application's code, as its class files say. Not for use by several threads. */
public final class NewCode {
  private final ClassCode code;
  private final Shapes shapes;

  private NewCode(ClassCode code) {
    this.code = code;
    this.shapes = new Shapes(new Records(code));
  }

  /**
   * {@return the code that {@code files} has}
   *
   * @param files gives the class file of a name such as {@code a/b/C}, or null
   */
  public static NewCode of(Function<String, byte @Nullable []> files) {
    return new NewCode(ClassCode.of(files));
  }

  /** {@return the fingerprints of the lambdas' bodies in a class; empty if it is not there} */
  public Set<String> fingerprints(String type) {
    return code.bodies(type).stream().map(LambdaBody::fingerprint).collect(Collectors.toSet());
  }

  /** {@return what becomes of {@code held} with this code} */
  public Verdict verdict(Held held) {
    if (!code.has(held.type())) {
      return Verdict.old("class " + held.type() + " is not in it");
    }
    return switch (held.kind()) {
      case LAMBDA -> lambda(held);
      case METHOD -> method(held);
      case RECORD -> record(held);
      case CONSTANT ->
          code.hasConstant(held.type(), held.name())
              ? Verdict.goesOn("", "")
              : Verdict.old("the constant is not in it");
    };
  }

  private Verdict lambda(Held held) {
    List<LambdaBody> bodies = code.bodies(held.type());
    for (LambdaBody body : bodies) {
      if (body.fingerprint().equals(held.fingerprint())) {
        return Verdict.goesOn(body.source(), "");
      }
    }
    for (LambdaBody body : bodies) {
      if (held.accepted().contains(body.fingerprint())) {
        return Verdict.goesOn(body.source(), "accepted");
      }
    }
    String why = "its body was edited or removed";
    return new Verdict(Verdict.Outcome.OLD_VERSION, "", why, candidates(held, bodies));
  }

  /** Those in the same method that take as much. */
  private static List<Verdict.Body> candidates(Held held, List<LambdaBody> bodies) {
    String method = new LambdaBody(held.name(), "()V", "", "").enclosingMethod();
    int parameters = held.captured() + ClassCode.parameters(held.signature());
    return bodies.stream()
        .filter(body -> body.enclosingMethod().equals(method) && body.parameters() == parameters)
        .map(body -> new Verdict.Body(body.source(), body.fingerprint()))
        .toList();
  }

  private Verdict method(Held held) {
    if (!code.hasMethod(held.type(), held.name(), held.signature())) {
      return Verdict.old("no method %s%s is in it".formatted(held.name(), held.signature()));
    }
    if (!held.fingerprint().isEmpty()
        && !held.fingerprint().equals(code.fingerprint(held.type()))) {
      return Verdict.old("its local or anonymous class was edited, or has another number");
    }
    return Verdict.goesOn(code.source(held.type(), held.name(), held.signature()), "");
  }

  private Verdict record(Held held) {
    if (!code.isRecord(held.type())) {
      return Verdict.old("it is no record now");
    }
    int shape = Integer.parseUnsignedInt(held.fingerprint(), 16);
    Map<String, String> versions = shapes.versions(held.type(), shape);
    if (versions == null) {
      return new Verdict(
          Verdict.Outcome.MIGRATION,
          "",
          "it has other components, or a record in it has; no @Migrate method takes what it was",
          List.of());
    }
    return Verdict.goesOn("", versions.isEmpty() ? "" : "migrated from " + versions.values());
  }

  private record Records(ClassCode code) implements Shapes.Source {
    @Override
    public @Nullable List<Map.Entry<String, String>> components(String className) {
      return code.isRecord(className)
          ? code.components(className).stream()
              .map(component -> Map.entry(component.name(), component.type()))
              .toList()
          : null;
    }

    @Override
    public List<String> formers(String className) {
      return code.madeFrom(className, Shapes.MIGRATE).stream().filter(code::isRecord).toList();
    }
  }
}

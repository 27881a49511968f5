package dev.kappa.codec.lambda;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;

/** What class files say, without loading the classes. Not for use by several threads. */
public final class ClassCode {
  private final ClassText.ClassFiles files;
  private final Map<String, Bodies> bodies = new HashMap<>();
  private final Map<String, Members> members = new HashMap<>();

  private ClassCode(ClassText.ClassFiles files) {
    this.files = files;
  }

  /**
   * {@return the code that {@code files} has}
   *
   * @param files gives the class file of a name such as {@code a/b/C}, or null
   */
  public static ClassCode of(Function<String, byte @Nullable []> files) {
    return new ClassCode(files::apply);
  }

  /**
   * A lambda's body.
   *
   * @param name the compiler's name for it
   * @param signature its descriptor
   * @param fingerprint as hexadecimal digits
   * @param source file and first line, such as {@code Hello.java:12}; empty if not known
   */
  public record LambdaBody(String name, String signature, String fingerprint, String source) {
    /** {@return the name of the method that it is written in} */
    public String enclosingMethod() {
      return Bodies.enclosingMethod(name);
    }

    /** {@return how many parameters it has, captured values included} */
    public int parameters() {
      return Signatures.parameters(signature).size();
    }
  }

  /** {@return how many parameters a method descriptor has} */
  public static int parameters(String signature) {
    return Signatures.parameters(signature).size();
  }

  /** {@return whether there is a class called {@code className}, such as {@code a.b.C}} */
  public boolean has(String className) {
    return members(className) != null;
  }

  /** {@return the lambdas' bodies in a class; empty if it is not there} */
  public List<LambdaBody> bodies(String className) {
    if (!has(className)) {
      return List.of();
    }
    Collection<Body> found =
        bodies.computeIfAbsent(className, name -> Bodies.read(files, name)).all();
    return found.stream()
        .map(
            body ->
                new LambdaBody(
                    body.name(),
                    body.signature(),
                    HexFormat.of().formatHex(body.fingerprint()),
                    body.source() == null ? "" : body.source()))
        .toList();
  }

  /** {@return the fingerprint of a class as a whole; empty if it is not there} */
  public String fingerprint(String className) {
    byte[] bytes = Fingerprints.ofClass(files, className.replace('.', '/'));
    return bytes == null ? "" : HexFormat.of().formatHex(bytes);
  }

  /** {@return whether the class, or one that it inherits from, has the method} */
  public boolean hasMethod(String className, String method, String signature) {
    Members found = members(className);
    if (found == null) {
      return false;
    }
    return found.methods.containsKey(method + signature)
        || found.supertypes.stream().anyMatch(type -> hasMethod(type, method, signature));
  }

  /** {@return where a method begins, such as {@code Hello.java:12}; empty if not known} */
  public String source(String className, String method, String signature) {
    Members found = members(className);
    if (found == null) {
      return "";
    }
    Integer line = found.methods.get(method + signature);
    if (line != null) {
      return found.source == null || line == 0 ? "" : found.source + ":" + line;
    }
    return found.supertypes.stream()
        .map(type -> source(type, method, signature))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** {@return whether a class has a static field of that name} */
  public boolean hasConstant(String className, String constant) {
    Members found = members(className);
    return found != null && found.constants.contains(constant);
  }

  /** {@return whether the class is there and is a record} */
  public boolean isRecord(String className) {
    Members found = members(className);
    return found != null && found.record;
  }

  /**
   * A record's component.
   *
   * @param type its class's name as {@link Class#getName} has it
   */
  public record Component(String name, String type) {}

  /** {@return a record's components, in order; empty if it is none} */
  public List<Component> components(String className) {
    Members found = members(className);
    return found == null ? List.of() : List.copyOf(found.components);
  }

  /**
   * {@return the classes from which a class's static methods with an annotation make one of it, in
   * the order of the file}
   *
   * @param annotation such as {@code a.b.C}
   */
  public List<String> madeFrom(String className, String annotation) {
    Members found = members(className);
    return found == null
        ? List.of()
        : found.makers.getOrDefault("L" + annotation.replace('.', '/') + ";", List.of());
  }

  private @Nullable Members members(String className) {
    Members known = members.get(className);
    if (known == null) {
      byte[] bytes = files.read(className.replace('.', '/'));
      if (bytes == null) {
        return null;
      }
      known = new Members(className);
      new ClassReader(bytes).accept(known, ClassReader.SKIP_FRAMES);
      members.put(className, known);
    }
    return known;
  }

  private static String name(Type type) {
    UnaryOperator<String> dots = text -> text.replace('/', '.');
    return type.getSort() == Type.ARRAY ? dots.apply(type.getDescriptor()) : type.getClassName();
  }

  /** What is asked of a class file, beside its bodies. */
  private static final class Members extends ClassVisitor {
    private final String className;
    private final Map<String, Integer> methods = new HashMap<>();
    private final List<String> supertypes = new ArrayList<>();
    private final List<String> constants = new ArrayList<>();
    private final List<Component> components = new ArrayList<>();
    private final Map<String, List<String>> makers = new HashMap<>();
    private @Nullable String source;
    private boolean record;

    private Members(String className) {
      super(Opcodes.ASM9);
      this.className = className;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      record = "java/lang/Record".equals(superName);
      if (superName != null) {
        supertypes.add(superName.replace('/', '.'));
      }
      for (String each : interfaces == null ? new String[0] : interfaces) {
        supertypes.add(each.replace('/', '.'));
      }
    }

    @Override
    public void visitSource(@Nullable String file, @Nullable String debug) {
      source = file;
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(
        String name, String descriptor, @Nullable String signature) {
      components.add(new Component(name, ClassCode.name(Type.getType(descriptor))));
      return new RecordComponentVisitor(Opcodes.ASM9) {};
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      if ((access & Opcodes.ACC_STATIC) != 0) {
        constants.add(name);
      }
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      methods.put(name + descriptor, 0);
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public org.objectweb.asm.@Nullable AnnotationVisitor visitAnnotation(
            String annotation, boolean visible) {
          Type[] parameters = Type.getArgumentTypes(descriptor);
          boolean makes =
              (access & Opcodes.ACC_STATIC) != 0
                  && parameters.length == 1
                  && ClassCode.name(Type.getReturnType(descriptor)).equals(className);
          if (makes) {
            makers
                .computeIfAbsent(annotation, key -> new ArrayList<>())
                .add(ClassCode.name(parameters[0]));
          }
          return null;
        }

        @Override
        public void visitLineNumber(int line, org.objectweb.asm.Label start) {
          methods.merge(name + descriptor, line, (a, b) -> a == 0 ? b : Math.min(a, b));
        }
      };
    }
  }
}

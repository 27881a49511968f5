package dev.kappa.codec.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What fingerprints need of a class file. */
final class ClassText extends ClassVisitor {
  private final SwitchMaps switchMaps;
  private final boolean onlyBodies;
  private final Map<String, MethodText> methods = new LinkedHashMap<>();
  private final List<String> members = new ArrayList<>();
  private final List<String> supertypes = new ArrayList<>();
  private String name = "";
  private @Nullable String source;

  private ClassText(SwitchMaps switchMaps, boolean onlyBodies) {
    super(Opcodes.ASM9);
    this.switchMaps = switchMaps;
    this.onlyBodies = onlyBodies;
  }

  /**
   * {@return the text of a class, or null if its file can't be read}
   *
   * @param className as {@code a/b/C}
   * @param onlyBodies leaves all methods out but lambdas' bodies
   */
  static @Nullable ClassText read(ClassFiles files, String className, boolean onlyBodies) {
    byte[] bytes = files.read(className);
    if (bytes == null) {
      return null;
    }
    ClassReader reader = new ClassReader(bytes);
    ClassText text = new ClassText(new SwitchMaps(files), onlyBodies);
    reader.accept(text, ClassReader.SKIP_FRAMES);
    return text;
  }

  /** Finds class files by name. */
  interface ClassFiles {
    byte @Nullable [] read(String className);

    /** {@return what was calculated of a class when its jar was built, or null} */
    default byte @Nullable [] table(String className) {
      return null;
    }

    /** {@return the files that {@code loader} sees; null is the JDK's own} */
    static ClassFiles of(@Nullable ClassLoader loader) {
      return new Loaded(loader);
    }
  }

  private record Loaded(@Nullable ClassLoader loader) implements ClassFiles {
    @Override
    public byte @Nullable [] read(String className) {
      return resource(className + ".class");
    }

    @Override
    public byte @Nullable [] table(String className) {
      return resource(StepTable.resource(className));
    }

    private byte @Nullable [] resource(String name) {
      try (InputStream in =
          loader == null
              ? ClassLoader.getSystemResourceAsStream(name)
              : loader.getResourceAsStream(name)) {
        return in == null ? null : in.readAllBytes();
      } catch (IOException e) {
        return null;
      }
    }
  }

  Map<String, MethodText> methods() {
    return methods;
  }

  /** {@return super class and interfaces} */
  List<String> supertypes() {
    return supertypes;
  }

  /** {@return the fields, as texts} */
  List<String> members() {
    return members;
  }

  @Nullable String source() {
    return source;
  }

  String name() {
    return name;
  }

  @Override
  public void visit(
      int version,
      int access,
      String className,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    name = className;
    if (superName != null) {
      supertypes.add(superName);
    }
    if (interfaces != null) {
      supertypes.addAll(List.of(interfaces));
    }
  }

  @Override
  public void visitSource(@Nullable String file, @Nullable String debug) {
    source = file;
  }

  @Override
  public @Nullable FieldVisitor visitField(
      int access,
      String fieldName,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    members.add("field " + fieldName + " " + value);
    return null;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String methodName,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    boolean body = Bodies.isBody(methodName);
    if ((onlyBodies && !body) || methodName.equals("$deserializeLambda$")) {
      return null;
    }
    MethodText text = new MethodText(this, switchMaps, access, methodName, descriptor);
    methods.put(methodName + descriptor, text);
    return text;
  }
}

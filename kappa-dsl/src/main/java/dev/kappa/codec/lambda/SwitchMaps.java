package dev.kappa.codec.lambda;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The tables that the compiler makes for switches over enums. Their numbers count through all
 * switches of a class, so they mean nothing by themselves.
 */
final class SwitchMaps {
  static final String PREFIX = "$SwitchMap$";

  private final ClassText.ClassFiles files;
  private final Map<String, Map<Integer, String>> tables = new HashMap<>();

  SwitchMaps(ClassText.ClassFiles files) {
    this.files = files;
  }

  /** {@return the constant's name, for each number in the table {@code field} of {@code owner}} */
  Map<Integer, String> table(String owner, String field) {
    Map<Integer, String> table = tables.get(owner + "." + field);
    if (table == null) {
      byte[] bytes = files.read(owner);
      if (bytes != null) {
        new ClassReader(bytes).accept(new TableReader(owner), ClassReader.SKIP_DEBUG);
      }
      table = tables.computeIfAbsent(owner + "." + field, key -> new HashMap<>());
    }
    return table;
  }

  private final class TableReader extends ClassVisitor {
    private final String owner;

    private TableReader(String owner) {
      super(Opcodes.ASM9);
      this.owner = owner;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return name.equals("<clinit>") ? new EntryReader(owner) : null;
    }
  }

  /** Follows {@code table[Enum.CONSTANT.ordinal()] = number}. */
  private final class EntryReader extends MethodVisitor {
    private final String owner;
    private String table = "";
    private String constant = "";
    private int number;

    private EntryReader(String owner) {
      super(Opcodes.ASM9);
      this.owner = owner;
    }

    @Override
    public void visitFieldInsn(int opcode, String of, String name, String descriptor) {
      if (name.startsWith(PREFIX)) {
        table = owner + "." + name;
      } else {
        constant = name;
      }
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5) {
        number = opcode - Opcodes.ICONST_0;
      } else if (opcode == Opcodes.IASTORE) {
        tables.computeIfAbsent(table, key -> new HashMap<>()).put(number, constant);
      }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      number = operand;
    }

    @Override
    public void visitLdcInsn(Object value) {
      number = value instanceof Integer constantNumber ? constantNumber : number;
    }
  }
}

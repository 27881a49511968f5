package dev.kappa.codec.lambda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes a method's instructions down as tokens. Line numbers, local variables' names and frames
 * are left out; the first line and the parameters' names are kept aside for error texts.
 */
final class MethodText extends MethodVisitor {
  private final ClassText owner;
  private final SwitchMaps switchMaps;
  private final String name;
  private final String signature;
  private final List<Token> tokens = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();
  private final Set<Label> used = new HashSet<>();
  private final Map<Integer, String> variables = new HashMap<>();
  private final Deque<Map<Integer, String>> openSwitchMaps = new ArrayDeque<>();
  private int line = -1;
  private boolean afterOrdinal;
  private boolean afterTableLookup;

  MethodText(ClassText owner, SwitchMaps switchMaps, int access, String name, String signature) {
    super(Opcodes.ASM9);
    this.owner = owner;
    this.switchMaps = switchMaps;
    this.name = name;
    this.signature = signature;
    text((access & Opcodes.ACC_STATIC) == 0 ? "member " : "static ");
    types(signature);
  }

  String name() {
    return name;
  }

  String signature() {
    return signature;
  }

  /** {@return the first line of its code, or -1} */
  int line() {
    return line;
  }

  Map<Integer, String> variables() {
    return variables;
  }

  boolean isUsed(Label label) {
    return used.contains(label);
  }

  List<Token> tokens() {
    flush();
    return tokens;
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    line = line < 0 ? number : Math.min(line, number);
  }

  @Override
  public void visitLocalVariable(
      String variable,
      String descriptor,
      @Nullable String generic,
      Label start,
      Label end,
      int index) {
    variables.putIfAbsent(index, variable);
  }

  @Override
  public void visitInsn(int opcode) {
    boolean lookup = opcode == Opcodes.IALOAD && afterOrdinal;
    instruction(opcode);
    afterTableLookup = lookup;
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    instruction(opcode);
    text(" ").number(operand);
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    instruction(opcode);
    text(" ").number(index);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    instruction(opcode);
    typeName(type);
  }

  @Override
  public void visitFieldInsn(int opcode, String of, String field, String descriptor) {
    instruction(opcode);
    if (field.startsWith(SwitchMaps.PREFIX)) {
      openSwitchMaps.push(switchMaps.table(of, field));
      text(" ").text(field);
      return;
    }
    typeName(of);
    text(".").text(field).text(" ");
    types(descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String of, String method, String descriptor, boolean isInterface) {
    instruction(opcode);
    if (Numbered.isAccessor(method)) {
      flush();
      tokens.add(new Token.Accessor(of, method, descriptor));
      return;
    }
    typeName(of);
    text(".").text(method);
    types(descriptor);
    afterOrdinal = method.equals("ordinal") && descriptor.equals("()I");
  }

  @Override
  public void visitInvokeDynamicInsn(
      String method, String descriptor, Handle bootstrap, Object... arguments) {
    instruction(Opcodes.INVOKEDYNAMIC);
    text(" ").text(method);
    types(descriptor);
    handle(bootstrap);
    for (Object argument : arguments) {
      constant(argument);
    }
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    instruction(opcode);
    jump(label);
  }

  @Override
  public void visitLabel(Label label) {
    flush();
    tokens.add(new Token.Position(label));
  }

  @Override
  public void visitLdcInsn(Object value) {
    instruction(Opcodes.LDC);
    constant(value);
  }

  @Override
  public void visitIincInsn(int index, int by) {
    instruction(Opcodes.IINC);
    text(" ").number(index).text(" ").number(by);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
    int[] keys = new int[labels.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = min + i;
    }
    cases(otherwise, keys, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    cases(otherwise, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    instruction(Opcodes.MULTIANEWARRAY);
    types(descriptor);
    text(" ").number(dimensions);
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
    text("\ntry");
    jump(start);
    jump(end);
    jump(handler);
    if (type != null) {
      typeName(type);
    }
  }

  /** Cases that go where all others go say nothing: a table may list them, a lookup does not. */
  private void cases(Label otherwise, int[] keys, Label[] labels) {
    Map<Integer, String> constants =
        afterTableLookup && !openSwitchMaps.isEmpty() ? openSwitchMaps.pop() : Map.of();
    text("\nswitch");
    flush();
    TreeMap<String, Label> cases = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      if (!labels[i].equals(otherwise)) {
        cases.put(constants.getOrDefault(keys[i], Integer.toString(keys[i])), labels[i]);
        used.add(labels[i]);
      }
    }
    used.add(otherwise);
    tokens.add(new Token.Switch(cases, otherwise));
    afterTableLookup = false;
  }

  @SuppressWarnings("IfChainToSwitch") // a pattern switch costs milliseconds when it is first met
  private void constant(Object value) {
    if (value instanceof Type type) {
      text(" type ").types(type.getDescriptor());
    } else if (value instanceof Handle handle) {
      handle(handle);
    } else if (value instanceof ConstantDynamic dynamic) {
      dynamic(dynamic);
    } else {
      String text = value.toString();
      text(" ").text(value.getClass().getSimpleName()).text(" ").number(text.length());
      text(":").text(text);
    }
  }

  private void dynamic(ConstantDynamic dynamic) {
    text(" dynamic ").text(dynamic.getName());
    types(dynamic.getDescriptor());
    handle(dynamic.getBootstrapMethod());
    for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
      constant(dynamic.getBootstrapMethodArgument(i));
    }
  }

  private void handle(Handle handle) {
    text(" handle ").number(handle.getTag());
    if (handle.getOwner().equals(owner.name()) && Bodies.isBody(handle.getName())) {
      flush();
      tokens.add(new Token.Nested(handle.getName(), handle.getDesc()));
      return;
    }
    typeName(handle.getOwner());
    text(".").text(handle.getName());
    types(handle.getDesc());
  }

  /** Writes a descriptor; classes whose names are numbers become references. */
  private void types(String descriptor) {
    int at = 0;
    while (at < descriptor.length()) {
      int start = descriptor.indexOf('L', at);
      if (start < 0) {
        break;
      }
      int end = descriptor.indexOf(';', start);
      text(descriptor.substring(at, start));
      typeName(descriptor.substring(start + 1, end));
      at = end + 1;
    }
    text(descriptor.substring(at));
  }

  private void typeName(String type) {
    if (type.startsWith("[")) {
      types(type);
    } else if (Numbered.isClass(type) && type.equals(owner.name())) {
      text(" self");
    } else if (Numbered.isClass(type)) {
      flush();
      tokens.add(new Token.Numbered(type));
    } else {
      text(" ").text(type);
    }
  }

  private void jump(Label label) {
    flush();
    used.add(label);
    tokens.add(new Token.Jump(label));
  }

  private void instruction(int opcode) {
    plain.append('\n').append(opcode);
    afterOrdinal = false;
    afterTableLookup = false;
  }

  private MethodText text(String text) {
    plain.append(text);
    return this;
  }

  private MethodText number(int number) {
    plain.append(number);
    return this;
  }

  private void flush() {
    if (!plain.isEmpty()) {
      tokens.add(new Token.Plain(plain.toString()));
      plain.setLength(0);
    }
  }
}

package dev.kappa.codec.lambda;

import java.util.Map;
import java.util.SortedMap;
import org.objectweb.asm.Label;

/**
 * A piece of a method's normalized text. What depends on numbering is resolved when it is written.
 */
sealed interface Token {
  /** Adds this to the text that is hashed. */
  void write(Writer out);

  /** Where tokens are written; resolves what stands for something else. */
  interface Writer {
    Writer text(String text);

    /** Writes the number of a label, counted by first appearance. */
    void label(Label label);

    /** {@return whether anything jumps to {@code label}} */
    boolean isUsed(Label label);

    /** Writes the hash of a lambda's body. */
    void body(String name, String signature);

    /** Writes the hash of a class's members. */
    void members(String className);

    /** Writes the hash of a method of any class. */
    void method(String className, String name, String signature);
  }

  /** Text that is taken as it is. */
  record Plain(String text) implements Token {
    @Override
    public void write(Writer out) {
      out.text(text);
    }
  }

  /** Here is a label; it counts only if something jumps to it. */
  record Position(Label label) implements Token {
    @Override
    public void write(Writer out) {
      if (out.isUsed(label)) {
        out.text("\n:").label(label);
      }
    }
  }

  /** A use of a label. */
  record Jump(Label label) implements Token {
    @Override
    public void write(Writer out) {
      out.text(" @").label(label);
    }
  }

  /** A handle of a lambda's body in the same class: stands for the body. */
  record Nested(String name, String signature) implements Token {
    @Override
    public void write(Writer out) {
      out.text(" lambda ").body(name, signature);
    }
  }

  /** An anonymous or local class: stands for its members. */
  record Numbered(String className) implements Token {
    @Override
    public void write(Writer out) {
      out.text(" class ").members(className);
    }
  }

  /** A call of a method that the compiler made and numbered: stands for what that does. */
  record Accessor(String className, String name, String signature) implements Token {
    @Override
    public void write(Writer out) {
      out.text(" accessor ").method(className, name, signature);
    }
  }

  /** A switch, its cases in the order of their keys' texts. */
  record Switch(SortedMap<String, Label> cases, Label otherwise) implements Token {
    @Override
    public void write(Writer out) {
      for (Map.Entry<String, Label> each : cases.entrySet()) {
        out.text(" ").text(each.getKey()).text("@").label(each.getValue());
      }
      out.text(" else @").label(otherwise);
    }
  }
}

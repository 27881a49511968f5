package dev.kappa.codec.lambda;

import java.util.SortedMap;
import org.objectweb.asm.Label;

/**
 * A piece of a method's normalized text. What depends on numbering is resolved when it is hashed.
 */
sealed interface Token {
  /** Text that is taken as it is. */
  record Plain(String text) implements Token {}

  /** Here is a label; it counts only if something jumps to it. */
  record Position(Label label) implements Token {}

  /** A use of a label. */
  record Jump(Label label) implements Token {}

  /** A handle of a lambda's body in the same class: stands for the body. */
  record Nested(String name, String signature) implements Token {}

  /** An anonymous or local class: stands for its members. */
  record Numbered(String className) implements Token {}

  /** A switch, its cases in the order of their keys' texts. */
  record Switch(SortedMap<String, Label> cases, Label otherwise) implements Token {}
}

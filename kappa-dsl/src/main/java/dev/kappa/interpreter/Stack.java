package dev.kappa.interpreter;

import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a continuation. It remembers how many of the lowest have not been touched since the
 * last commit, so that a commit holds only the others; and it may begin above the bottom, with the
 * frames below still in the store.
 */
final class Stack {
  private @Nullable Node top;
  private int depth;

  /** How many frames are below those that are here. */
  private int absent;

  /** How many of the lowest frames are as in the last commit. */
  private int kept;

  /** A continuation of {@code depth} frames, of which only {@code upper} are here. */
  Stack(int depth, List<Payload> upper) {
    this.depth = depth;
    this.kept = depth;
    this.absent = depth;
    load(upper);
  }

  int depth() {
    return depth;
  }

  int absent() {
    return absent;
  }

  /** {@return whether the topmost {@code n} frames are here, or as many as there are} */
  boolean has(int n) {
    return depth - absent >= Math.min(n, depth);
  }

  /** Adds frames just below those that are here. */
  void load(List<Payload> frames) {
    List<Node> above = new ArrayList<>();
    for (Node node = top; node != null; node = node.below) {
      above.add(node);
    }
    top = null;
    for (Payload frame : frames) {
      top = new Node(top, null, frame);
    }
    for (Node node : above.reversed()) {
      top = new Node(top, node.frame, node.encoded);
    }
    absent -= frames.size();
  }

  void push(Frame frame) {
    top = new Node(top, frame, null);
    depth++;
  }

  void pop() {
    top = top().below;
    depth--;
    kept = Math.min(kept, depth);
  }

  Frame peek(Host host) {
    return top().frame(host);
  }

  Frame peekSecond(Host host) {
    Node second = top().below;
    if (second == null) {
      throw new IllegalStateException("a loop's cursor is without its loop");
    }
    return second.frame(host);
  }

  /** {@return the frame number {@code n}, counted from the bottom, from 1; it has to be here} */
  Frame get(int n, Host host) {
    return node(n).frame(host);
  }

  /** Puts another frame in the place of the one number {@code n}. */
  void set(int n, Frame frame) {
    List<Node> above = new ArrayList<>();
    Node node = top();
    for (int i = depth; i > n; i--) {
      above.add(node);
      node = below(node);
    }
    Node changed = new Node(node.below, frame, null);
    for (Node each : above.reversed()) {
      changed = new Node(changed, each.frame, each.encoded);
    }
    top = changed;
    kept = Math.min(kept, n - 1);
  }

  private Node node(int n) {
    Node node = top();
    for (int i = depth; i > n; i--) {
      node = below(node);
    }
    return node;
  }

  private static Node below(Node node) {
    if (node.below == null) {
      throw new IllegalStateException("a frame is not here");
    }
    return node.below;
  }

  int kept() {
    return kept;
  }

  /** {@return the frames that the last commit did not have, lowest first} */
  List<Frame> fresh(Host host) {
    List<Frame> frames = new ArrayList<>(depth - kept);
    Node node = top;
    for (int i = depth; i > kept && node != null; i--) {
      frames.add(node.frame(host));
      node = node.below;
    }
    Collections.reverse(frames);
    return frames;
  }

  /** {@return whether a finalizer is promised of which no commit knows yet} */
  boolean promisesMore() {
    Node node = top;
    for (int i = depth; i > kept && node != null; i--) {
      if (node.frame instanceof Frame.Ensure) {
        return true;
      }
      node = node.below;
    }
    return false;
  }

  /** Says that all frames are in a commit now. */
  void committed() {
    kept = depth;
  }

  private Node top() {
    if (top == null) {
      throw new IllegalStateException("no frame");
    }
    return top;
  }

  /** A frame, decoded when it is first looked at. */
  private static final class Node {
    final @Nullable Node below;
    private @Nullable Frame frame;
    private @Nullable Payload encoded;

    Node(@Nullable Node below, @Nullable Frame frame, @Nullable Payload encoded) {
      this.below = below;
      this.frame = frame;
      this.encoded = encoded;
    }

    Frame frame(Host host) {
      if (frame == null && encoded != null) {
        frame = (Frame) host.decode(encoded);
        encoded = null;
      }
      if (frame == null) {
        throw new IllegalStateException("an empty frame");
      }
      return frame;
    }
  }
}

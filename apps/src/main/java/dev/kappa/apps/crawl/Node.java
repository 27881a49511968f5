package dev.kappa.apps.crawl;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * An address that is known.
 *
 * @param depth how many links away from the beginning it is; a redirect is none
 * @param tries how often it was asked for in vain
 * @param detail where a redirect leads, or why it is not a page
 */
record Node(String url, int depth, int tries, Kind kind, String detail) {
  /** What is known of it. */
  enum Kind {
    /** It is to be asked for. */
    OPEN,
    PAGE,
    REDIRECT,
    UNREAD,
    BROKEN
  }

  static Node open(String url, int depth) {
    return new Node(url, depth, 0, Kind.OPEN, "");
  }

  Node is(Kind known, String why) {
    return new Node(url, depth, tries, known, why);
  }

  Node triedInVain() {
    return new Node(url, depth, tries + 1, kind, detail);
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeUTF(url);
    out.writeInt(depth);
    out.writeInt(tries);
    out.writeUTF(kind.name());
    out.writeUTF(detail);
  }

  static Node readFrom(DataInputStream in) throws IOException {
    return new Node(
        in.readUTF(), in.readInt(), in.readInt(), Kind.valueOf(in.readUTF()), in.readUTF());
  }
}

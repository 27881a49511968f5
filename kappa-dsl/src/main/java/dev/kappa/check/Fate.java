package dev.kappa.check;

import dev.kappa.error.ErrorCode;
import javax.tools.Diagnostic;

/** What becomes of a value that is not fit to be stored. */
enum Fate {
  /** The codec refuses it. */
  REFUSED(Diagnostic.Kind.ERROR, ErrorCode.NOT_ENCODABLE, "can't be stored"),
  /** It is stored, but never comes back. */
  UNREADABLE(Diagnostic.Kind.ERROR, ErrorCode.NOT_DECODABLE, "can't be read back"),
  /** The codec refuses all values that are usual for its type. */
  DOUBTFUL(Diagnostic.Kind.WARNING, ErrorCode.NOT_ENCODABLE, "can hardly be stored"),
  /** It comes back as an object of another class. */
  NARROWED(Diagnostic.Kind.WARNING, ErrorCode.NOT_DECODABLE, "comes back as another type"),
  /** It comes back as long as the code is not edited. */
  UNSTABLE(Diagnostic.Kind.WARNING, ErrorCode.NOT_DECODABLE, "may be unreadable after an edit");

  private final Diagnostic.Kind kind;
  private final ErrorCode code;
  private final String phrase;

  Fate(Diagnostic.Kind kind, ErrorCode code, String phrase) {
    this.kind = kind;
    this.code = code;
    this.phrase = phrase;
  }

  Diagnostic.Kind kind() {
    return kind;
  }

  ErrorCode code() {
    return code;
  }

  String phrase() {
    return phrase;
  }

  boolean isCertain() {
    return kind == Diagnostic.Kind.ERROR;
  }
}

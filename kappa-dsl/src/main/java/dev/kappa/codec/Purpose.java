package dev.kappa.codec;

/** What a value is encoded for. */
enum Purpose {
  /** To be stored and read again. */
  STORE,

  /** To be stored and read again, as a field of an exception. */
  FIELD,

  /** To be compared: where code stands in its file, and under which number, is left out. */
  IDENTITY
}

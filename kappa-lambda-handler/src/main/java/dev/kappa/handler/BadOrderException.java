package dev.kappa.handler;

import org.jspecify.annotations.Nullable;

/** What should be an {@link Order} is none. The message says what is wrong with "it". */
final class BadOrderException extends RuntimeException {
  BadOrderException(String what, @Nullable Exception cause) {
    super(what, cause);
  }
}

package dev.kappa.coordinator.store;

import dev.kappa.error.KappaException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;

/** What an error tells of the server that a command was sent to. */
enum Trouble {
  /** It did not do it, and said why. */
  REFUSED,
  /** It did not do it: it is not, or not now, the master of these keys. */
  ELSEWHERE,
  /** It is a master no more, or holds what is outdated: the connection to it is of no use. */
  WRONG_SERVER,
  /** Nobody knows whether it did it. */
  UNKNOWN;

  private static final List<String> REDIRECTIONS =
      List.of("MOVED ", "ASK ", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "LOADING");

  static Trouble of(Throwable error) {
    if (error instanceof KappaException) {
      return WRONG_SERVER;
    }
    if (!(error instanceof RedisCommandExecutionException)) {
      return UNKNOWN;
    }
    String message = String.valueOf(error.getMessage());
    if (message.contains("READONLY ")) {
      return WRONG_SERVER;
    }
    return REDIRECTIONS.stream().anyMatch(message::startsWith) ? ELSEWHERE : REFUSED;
  }
}

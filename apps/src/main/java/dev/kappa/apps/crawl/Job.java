package dev.kappa.apps.crawl;

/**
 * An address that is to be asked for.
 *
 * @param round the round in which it is asked for
 * @param node its number in what is known
 * @param url in its normal form
 */
record Job(int round, int node, String url) {
  /** {@return the file in which its outcome is left} */
  String file() {
    return "page-%d-%d".formatted(round, node);
  }
}

package dev.kappa.apps.crawl;

import java.time.Duration;
import java.util.List;

/**
 * What is asked for together.
 *
 * @param number from 0
 * @param depth how many links away from the beginning it is
 * @param feeds the addresses, host by host
 * @param pause how long to wait before it
 * @param pages how many pages there are so far
 * @param asked how many addresses were asked for, with those of this round
 * @param cut whether there are more addresses than may be asked for
 */
record Round(
    int number, int depth, List<Feed> feeds, Duration pause, int pages, int asked, boolean cut) {
  boolean isEmpty() {
    return feeds.isEmpty();
  }
}

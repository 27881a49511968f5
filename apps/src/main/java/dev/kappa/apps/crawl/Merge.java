package dev.kappa.apps.crawl;

import dev.kappa.apps.files.Scratch;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts together what a round has found, and makes the next one: what is to be tried again and what
 * redirects lead to; if there is none of it, all that is one link further away.
 */
final class Merge {
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** Addresses that robots.txt forbids are known, too, though they are not asked for. */
  private static final int MOST_KNOWN = 1_000_000;

  static final String FORBIDDEN = "robots.txt";

  private final Settings in;
  private final Scratch scratch;
  private final Robots robots;
  private final Known known;
  private final int number;
  private final List<Integer> next = new ArrayList<>();
  private Duration pause = Duration.ZERO;
  private int asked;
  private int depth;

  private Merge(Settings in, Known known, int number, int asked, int depth) throws IOException {
    this.in = in;
    this.scratch = in.scratch();
    this.robots = Robots.read(in);
    this.known = known;
    this.number = number;
    this.asked = asked;
    this.depth = depth;
  }

  /** {@return the first round: one address} */
  static Round begin(Settings in) throws IOException {
    Merge merge = new Merge(in, new Known(), 0, 0, 0);
    if (!merge.robots.allows(0, in.url())) {
      throw Settings.invalid("url: %s: its robots.txt forbids it".formatted(in.url()));
    }
    merge.schedule(in.url());
    return merge.round();
  }

  /** {@return the round after {@code round}, which was asked for} */
  static Round merge(Round round, Settings in) throws IOException {
    Merge merge =
        new Merge(
            in,
            Known.read(in.scratch(), round.number()),
            round.number() + 1,
            round.asked(),
            round.depth());
    merge.take(round);
    if (merge.next.isEmpty()) {
      merge.goDeeper();
    }
    return merge.round();
  }

  private void take(Round round) throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (Feed feed : round.feeds()) {
      jobs.addAll(feed.all(scratch));
    }
    jobs.sort(Comparator.comparingInt(Job::node));
    List<String> redirects = new ArrayList<>();
    LinkFile.write(
        scratch,
        round.number(),
        out -> {
          for (Job job : jobs) {
            take(job, redirects, out);
          }
        });
    redirects.forEach(this::schedule);
  }

  private void take(Job job, List<String> redirects, DataOutputStream links) throws IOException {
    Node node = known.node(job.node());
    switch (Outcome.read(scratch, job)) {
      case Outcome.Page page -> {
        known.set(job.node(), node.is(Node.Kind.PAGE, ""));
        LinkFile.add(job.node(), page, links);
        page.links().forEach(this::link);
      }
      case Outcome.Redirect redirect -> {
        known.set(job.node(), node.is(Node.Kind.REDIRECT, redirect.to()));
        redirects.add(redirect.to());
      }
      case Outcome.Unread unread -> known.set(job.node(), node.is(Node.Kind.UNREAD, unread.why()));
      case Outcome.Broken broken -> known.set(job.node(), node.is(Node.Kind.BROKEN, broken.why()));
      case Outcome.Again again -> again(job, node.triedInVain(), again);
    }
  }

  private void link(String address) {
    int host = in.host(address);
    if (host >= 0 && depth < in.maxDepth() && known.isNew(address)) {
      requireRoom();
      known.link(address, robots.allows(host, address), in.maxPages());
    }
  }

  /** The pauses double. A server that asks for more has more. */
  private void again(Job job, Node node, Outcome.Again again) throws IOException {
    if (node.tries() < TRIES) {
      known.set(job.node(), node);
      next.add(job.node());
      Duration doubled = FIRST_PAUSE.multipliedBy(1L << (node.tries() - 1));
      pause = longest(pause, longest(doubled, again.after()));
      return;
    }
    if (again.unreachable() && in.host(node.url()) == 0) {
      throw new IOException(
          "%s can't be reached any more: %s, %d times; %d pages were read, which is not all"
              .formatted(in.origins().get(0), again.why(), TRIES, known.count(Node.Kind.PAGE)));
    }
    known.set(job.node(), node.is(Node.Kind.BROKEN, again.why() + ", " + TRIES + " times"));
  }

  private static Duration longest(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private void goDeeper() {
    depth++;
    known.takePending().forEach(this::schedule);
  }

  /** Takes an address into the next round, if it is new, is of the site, and there is room. */
  private void schedule(String address) {
    int host = in.host(address);
    if (host < 0 || known.number(address) != null) {
      return;
    }
    requireRoom();
    if (!robots.allows(host, address)) {
      known.add(Node.open(address, depth).is(Node.Kind.UNREAD, FORBIDDEN));
    } else if (asked < in.maxPages()) {
      next.add(known.add(Node.open(address, depth)));
      asked++;
    } else {
      known.cut();
    }
  }

  private void requireRoom() {
    if (known.size() >= MOST_KNOWN) {
      throw Settings.invalid(
          "url: the site has more than %d addresses (expected: fewer, or a lower maxDepth)"
              .formatted(MOST_KNOWN));
    }
  }

  private Round round() throws IOException {
    known.write(scratch, number);
    if (number > 1) {
      scratch.delete("known-" + (number - 2));
    }
    TreeMap<Integer, List<Job>> hosts = new TreeMap<>();
    for (int node : next) {
      String url = known.node(node).url();
      hosts
          .computeIfAbsent(in.host(url), host -> new ArrayList<>())
          .add(new Job(number, node, url));
    }
    List<Feed> feeds = new ArrayList<>();
    for (var host : hosts.entrySet()) {
      double rate = robots.rate(host.getKey(), in.rate());
      feeds.add(Feed.write(scratch, number, host.getKey(), host.getValue(), rate));
    }
    return new Round(
        number, depth, feeds, pause, known.count(Node.Kind.PAGE), asked, known.isCut());
  }
}

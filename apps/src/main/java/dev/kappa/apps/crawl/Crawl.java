package dev.kappa.apps.crawl;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Resource;
import dev.kappa.Step;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import dev.kappa.apps.timeline.Trace;
import java.net.http.HttpClient;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Workflow {@code crawl}: follows the links of a web site, finds those that are broken, and ranks
 * the pages.
 *
 * <p>It goes in rounds, those of one depth after those of the depth before. In a round a task for
 * each host feeds its addresses to the workers, by one channel, as fast as is polite; each worker
 * leaves a file for each address, and a last step puts them together and writes the addresses of
 * the next round. So what is asked for, and in which order, is the same whatever the number of
 * workers. What is known lies in files of the run; the tasks hold names and numbers.
 */
public final class Crawl {
  private Crawl() {}

  /**
   * The workflow's input.
   *
   * @param url where it begins
   * @param maxPages how many addresses are asked for at most, 1 to 50,000; 1,000 if left out
   * @param maxDepth how many links away from {@code url} they are at most, 0 to 1,000; 100 if left
   *     out
   * @param workers how many tasks ask, 1 to 256; 4 if left out
   * @param perHost how much each host is asked
   * @param hosts hosts that are crawled besides that of {@code url}, each with its port if that is
   *     not the usual one; at most 100
   * @param output the file that is written; if left out, one in the run's output directory
   * @param timeline a file for a picture of the run; if left out, none is drawn
   */
  public record Input(
      @Nullable String url,
      @Nullable Integer maxPages,
      @Nullable Integer maxDepth,
      @Nullable Integer workers,
      @Nullable PerHost perHost,
      @Nullable List<String> hosts,
      @Nullable String output,
      @Nullable String timeline) {}

  /**
   * How much each host is asked.
   *
   * @param rate requests in a second, 0.01 to 10,000; 10 if left out
   * @param seconds how long an answer may take, from the connection to its last byte, 1 to 120; 30
   *     if left out
   */
  public record PerHost(@Nullable Double rate, @Nullable Integer seconds) {}

  /**
   * The workflow's result.
   *
   * @param pages how many pages of HTML there are
   * @param links how many pairs of them where the first has a link to the second, and is not it
   * @param broken addresses that the pages link to and that can't be had, in the order of their
   *     text
   * @param top the 10 pages of the highest rank, highest first
   * @param report a file with all pages, ranks, links and what was not read
   */
  public record Result(
      int pages, long links, List<BrokenLink> broken, List<Ranked> top, String report) {}

  /**
   * A link that leads nowhere.
   *
   * @param url what it leads to
   * @param why what was answered
   * @param from the first page that has it
   */
  public record BrokenLink(String url, String why, String from) {}

  /**
   * A page's rank.
   *
   * @param rank its share of the visits of a reader who goes on for ever; all ranks add up to 1
   */
  public record Ranked(String url, double rank) {}

  /** {@return a task that crawls} */
  public static Task<Result> crawl(Input input) {
    Settings in = Settings.of(input);
    return Robots.fetchAll(in)
        .step("begin", none -> Merge.begin(in))
        .then(first -> rounds(first, in))
        .then(last -> Ranking.rank(last, in))
        .step("report", ranks -> Trace.of(in.trace(), () -> Report.write(ranks, in)))
        .also(result -> Trace.picture(in.timeline(), in.output()))
        .ensure(Task.run("clean", () -> in.scratch().deleteAll()));
  }

  private static Task<Round> rounds(Round first, Settings in) {
    return Task.iterate(
        first,
        (Round round) ->
            round.isEmpty() ? Task.value(Loop.done(round)) : turn(round, in).map(Loop::again));
  }

  private static Task<Round> turn(Round round, Settings in) {
    return Task.sleep(round.pause())
        .then(() -> Task.<Job>channel(in.workers()))
        .then(
            queue ->
                Task.spawnAll(Collections.nCopies(in.workers(), queue), jobs -> work(jobs, in))
                    .also(working -> feed(queue, round, in))
                    .then(Task::awaitAll))
        .step("merge", asked -> Trace.of(in.trace(), () -> Merge.merge(round, in)))
        .also(next -> Task.publish("progress", progress(next)));
  }

  private static Map<String, Object> progress(Round next) {
    return Map.of(
        "pages", next.pages(), "asked", next.asked(), "depth", next.depth(), "cut", next.cut());
  }

  private static Task<Void> feed(Channel<Job> queue, Round round, Settings in) {
    return Task.spawnAll(round.feeds(), feed -> feedHost(queue, feed, in))
        .then(Task::awaitAll)
        .then(() -> queue.close());
  }

  /** Gives out a host's addresses, a few at a time, no more in a second than is polite. */
  static Task<Void> feedHost(Channel<Job> queue, Feed feed, Settings in) {
    return Task.forEach(
        IntStream.range(0, feed.batches()).boxed().toList(),
        batch ->
            Task.step("frontier", () -> feed.read(in.scratch(), batch))
                .then(
                    bursts ->
                        Task.forEach(
                            bursts,
                            burst ->
                                queue
                                    .sendAll(burst)
                                    .then(() -> Task.sleep(feed.pauseAfter(burst.size()))))));
  }

  /** {@return a task that gives how many addresses it has asked for} */
  static Task<Long> work(Channel<Job> queue, Settings in) {
    Resource<HttpClient> client = Resource.of("http", Fetcher::client);
    return Task.iterate(
        0L,
        (Long asked) ->
            queue
                .next()
                .then(
                    job ->
                        job.isEmpty()
                            ? Task.value(Loop.done(asked))
                            : ask(job.get(), client, in).map(none -> Loop.again(asked + 1))));
  }

  private static Task<Void> ask(Job job, Resource<HttpClient> client, Settings in) {
    return Task.run(
            "fetch",
            Step.within(in.limit()),
            () ->
                Trace.of(
                    in.trace(),
                    () -> Outcome.write(in.scratch(), job, Fetcher.fetch(client.get(), job.url()))))
        .recover(
            TimedOutException.class,
            late ->
                Task.run("late", () -> Outcome.write(in.scratch(), job, Outcome.late(in.limit()))));
  }
}

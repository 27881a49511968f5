package dev.kappa.apps;

import dev.kappa.Workflows;
import dev.kappa.apps.bench.Bench;
import dev.kappa.apps.classics.Classics;
import dev.kappa.apps.crawl.Crawl;
import dev.kappa.apps.fib.Fib;
import dev.kappa.apps.grep.Grep;
import dev.kappa.apps.hello.Hello;
import dev.kappa.apps.streaming.Streaming;
import dev.kappa.apps.tpcds.Tpcds;
import dev.kappa.apps.wordcount.WordCount;

/** The applications of this jar. */
public final class Apps {
  private Apps() {}

  /** {@return all workflows of this jar} */
  public static Workflows workflows() {
    return Workflows.of("word-count", WordCount.Input.class, WordCount::count)
        .and("grep", Grep.Input.class, Grep::grep)
        .and(Tpcds.workflows())
        .and("crawl", Crawl.Input.class, Crawl::crawl)
        .and(Streaming.workflows())
        .and(Fib.workflows())
        .and("hello", Hello.Input.class, Hello::greet)
        .and(Classics.workflows())
        .and(Bench.workflows());
  }
}

package dev.kappa.coordinator.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server again, on the same port, whenever it ends while it should run. */
final class RedisSupervisor implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisSupervisor.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final RedisLaunch launch;
  private final Thread thread;
  private volatile RedisProcess process;
  private volatile boolean closed;

  private RedisSupervisor(RedisLaunch launch, RedisProcess process) {
    this.launch = launch;
    this.process = process;
    this.thread = new Thread(this, "redis supervisor");
    thread.setDaemon(true);
  }

  static RedisSupervisor watch(RedisLaunch launch, RedisProcess process) {
    RedisSupervisor supervisor = new RedisSupervisor(launch, process);
    supervisor.thread.start();
    return supervisor;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        int status = process.awaitEnd();
        if (!closed) {
          LOG.warn("the embedded Redis server ended with status {}; starting it again", status);
          restart();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the embedded Redis server is not watched any more");
    }
  }

  private void restart() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      RedisLaunch.Outcome outcome = tryOnce();
      if (outcome instanceof RedisLaunch.Outcome.Started started) {
        process = started.process();
        return;
      }
      LOG.error(
          "the embedded Redis server does not start again ({}); its log is {}",
          outcome,
          launch.directory().log());
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private RedisLaunch.Outcome tryOnce() {
    try {
      return launch.run();
    } catch (IOException e) {
      return new RedisLaunch.Outcome.Failed(e.toString());
    }
  }

  /** Ends the server and the watch over it. */
  void close() {
    closed = true;
    process.end();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.end();
  }
}

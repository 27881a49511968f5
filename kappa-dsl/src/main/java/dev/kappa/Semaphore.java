package dev.kappa;

import io.vavr.Function0;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Collections;

/**
 * So many tasks of a run at once may hold one of its permits. Those that wait are served in the
 * order in which they came. Whatever becomes of a task that holds a permit, it is given back. Can
 * be held in any value and passed to any task of the run, as the {@link Channel} of permits that it
 * is made of.
 *
 * <pre>{@code
 * Semaphore.create(3)
 *     .then(s -> Task.spawnAll(urls, url -> s.with(() -> Task.step("fetch", () -> fetch(url)))))
 * }</pre>
 *
 * @param permits those that nobody holds
 */
public record Semaphore(Channel<Integer> permits) {
  /** The most permits. */
  public static final int MOST = 1000;

  /** Checks that there is a channel. */
  public Semaphore {
    Arguments.given("permits", permits);
  }

  /**
   * {@return a task that makes one}
   *
   * @param permits how many tasks may hold one at once, 1 to {@link #MOST}
   */
  public static Task<Semaphore> create(int permits) {
    Arguments.between("permits", permits, 1, MOST);
    return Task.<Integer>channel(permits)
        .also(channel -> channel.sendAll(Collections.nCopies(permits, 1)))
        .map(Semaphore::new);
  }

  /** Runs {@code body} while it holds a permit, for which it waits. No worker runs meanwhile. */
  public <T> Task<T> with(Function0<? extends Task<? extends T>> body) {
    return Task.using(permits.receive(), permit -> body.apply(), permits::send);
  }

  /**
   * Runs {@code body} while it holds a permit, if it gets one in time.
   *
   * @param patience how long it waits for that
   * @return a task that gives what the body gave, or none
   */
  public <T> Task<Option<T>> tryWith(
      Duration patience, Function0<? extends Task<? extends T>> body) {
    return Task.using(
        permits
            .receive()
            .<Option<Integer>>map(permit -> Option.some(permit))
            .timeout(patience)
            .recover(TimedOutException.class, e -> Task.value(Option.none())),
        permit -> permit.isEmpty() ? Task.value(Option.<T>none()) : some(body),
        permit -> permit.isEmpty() ? Task.done() : permits.send(permit.get()));
  }

  private static <T> Task<Option<T>> some(Function0<? extends Task<? extends T>> body) {
    return Task.defer(body).<T>map(value -> value).map(value -> Option.some(value));
  }
}

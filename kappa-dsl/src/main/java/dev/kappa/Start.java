package dev.kappa;

import dev.kappa.wire.Priority;
import org.jspecify.annotations.Nullable;

/**
 * How another run is started, other than usual: {@code Task.start("bill", Start.key("order-17"),
 * order, Receipt.class)}.
 *
 * <pre>{@code
 * return Task.start(
 *         "bill",
 *         Start.key("order-17").withPriority(1).withFairness("acme", 2),
 *         order,
 *         Receipt.class)
 *     .then(run -> run.await());
 * }</pre>
 *
 * <p><b>Priority.</b> Where more tasks could go on than there are workers, those of a run with a
 * lower number go first. Of one priority, fairness keys have their turns, one task each, or as many
 * as the key's weight says; of one key its runs have theirs; and of one run its tasks go on in
 * order. A run without a fairness key has turns of its own. What is not said here is as it is for
 * the run that starts the other one: a tenant's runs start runs of that tenant. It holds from the
 * start on and can't be changed; of two starts under one key, the first one's holds.
 *
 * <p>Nobody starves: when 16 tasks of higher priorities went first while some of a lower one wait,
 * one of those is next.
 *
 * @param key two starts under the same key make one run, whoever starts it: a task of any run, or a
 *     client with this idempotency key. It is remembered as long as its run is, until that run's
 *     retention time is over. 1 to 256 characters, not all blank. Null for a key that no other
 *     start has
 * @param priority 1 to 5, 1 comes first; 0 for that of the run that starts it, which is 3 if
 *     nothing was said
 * @param fairnessKey at most 64 characters, such as a tenant's name; empty for that of the run that
 *     starts it
 * @param fairnessWeight how many tasks the key is given in its turn, 1 to 100; 0 for that of the
 *     run that starts it, which is 1 if nothing was said
 */
public record Start(@Nullable String key, int priority, String fairnessKey, int fairnessWeight) {
  private static final int LONGEST = 256;

  /** Checks the ranges. */
  public Start {
    if (key != null && (key.isBlank() || key.length() > LONGEST)) {
      throw Arguments.invalid(
          "key", key.length() + " characters", "1 to " + LONGEST + ", not all blank");
    }
    Arguments.given("fairnessKey", fairnessKey);
    String problem = Priority.problem(priority, fairnessKey, fairnessWeight);
    if (problem != null) {
      throw Arguments.invalid(problem);
    }
  }

  /** {@return as usual} */
  static Start usual() {
    return new Start(null, 0, "", 0);
  }

  /** {@return a start that makes a run only if none was started under {@code key} before} */
  public static Start key(String key) {
    return usual().withKey(key);
  }

  /** {@return a start with a priority, 1 to 5, of which 1 comes first} */
  public static Start priority(int priority) {
    return usual().withPriority(priority);
  }

  /** {@return a start of a run that shares one place in the queue with others of that key} */
  public static Start fairness(String key) {
    return usual().withFairness(key, 0);
  }

  /** {@return the same under a key} */
  public Start withKey(String newKey) {
    return new Start(Arguments.given("key", newKey), priority, fairnessKey, fairnessWeight);
  }

  /** {@return the same with a priority, 1 to 5, of which 1 comes first} */
  public Start withPriority(int newPriority) {
    Arguments.between("priority", newPriority, 1, Priority.LOWEST);
    return new Start(key, newPriority, fairnessKey, fairnessWeight);
  }

  /** {@return the same with a fairness key, which is given up to {@code weight} tasks in a row} */
  public Start withFairness(String newKey, int weight) {
    return new Start(key, priority, Arguments.given("fairnessKey", newKey), weight);
  }

  Priority toPriority() {
    return new Priority(priority, fairnessKey, fairnessWeight);
  }
}

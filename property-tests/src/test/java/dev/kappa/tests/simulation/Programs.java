package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Backoff;
import dev.kappa.Channel;
import dev.kappa.Fan;
import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.error.KappaException;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Workflows of which plain Java knows the result. */
final class Programs {
  /** How far those in a line are apart. */
  static final Duration PLACE = Duration.ofMinutes(2);

  /** All of them, each of a size by chance. */
  static final List<Function<Random, Program>> ALL =
      List.of(
          random -> fibonacci(random.nextInt(8)),
          random ->
              queue(
                  1 + random.nextInt(4),
                  random.nextInt(6),
                  1 + random.nextInt(4),
                  List.of(0, 0, 1, 2, 5).get(random.nextInt(5))),
          random -> tree(random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3)),
          random -> counter(1 + random.nextInt(5), random.nextInt(5)),
          random -> pingPong(random.nextInt(12)),
          random -> errors(),
          random -> naps(random.ints(4, 0, 3000).boxed().toList()),
          random -> deep(random.nextInt(50)),
          random -> heavy(random.nextInt(15), 1 + random.nextInt(3)),
          random -> abandoned(1 + random.nextInt(3)),
          random -> leftInChannel(random.nextInt(6)),
          random -> shared(1 + random.nextInt(4)),
          random -> requests(random.nextInt(8)),
          random -> parcels(random.nextInt(8), random.nextInt(4)),
          random -> relay(random.nextInt(6)),
          Plans::program);

  private Programs() {}

  static Program program(String name, Task<?> task, Object expected) {
    return new Program(name, task, result -> assertThat(result).isEqualTo(expected.toString()));
  }

  private static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  // ---- tasks

  static Program fibonacci(int n) {
    return program("fib " + n, fib(n), plainFib(n));
  }

  private static int plainFib(int n) {
    return n < 2 ? n : plainFib(n - 1) + plainFib(n - 2);
  }

  private static Task<Integer> fib(int n) {
    return n < 2
        ? Task.step("leaf", () -> n)
        : Task.spawn(() -> fib(n - 1))
            .then(left -> fib(n - 2).then(right -> left.await().map(other -> other + right)));
  }

  static Program tree(int depth, int width, int atMost) {
    int leaves = (int) Math.pow(width, depth);
    return program("tree " + depth + " " + width, sum(depth, width, atMost), leaves);
  }

  private static Task<Integer> sum(int depth, int width, int atMost) {
    return depth == 0
        ? Task.step("leaf", () -> 1)
        : Task.spawnAll(range(width), Fan.atMost(atMost), i -> sum(depth - 1, width, atMost))
            .then(Task::awaitAll)
            .map(Programs::total);
  }

  static int total(List<Integer> numbers) {
    return numbers.stream().mapToInt(n -> n).sum();
  }

  static Program deep(int n) {
    return program("deep " + n, down(n), n * (n + 1) / 2);
  }

  private static Task<Integer> down(int n) {
    return n == 0
        ? Task.value(0)
        : Task.step("down", () -> n).then(x -> down(n - 1).map(rest -> rest + x));
  }

  /**
   * Recursions whose frames are large, one after the other: they are stored in several parts, and
   * fetched one by one.
   */
  static Program heavy(int n, int times) {
    String text = "x".repeat(3000);
    Task<Integer> task =
        Task.fold(range(times), 0, (sum, i) -> heavyDown(n, text).map(x -> sum + x));
    return program("heavy " + n + "*" + times, task, 3000 * n * times);
  }

  /** The same, and then it sleeps. */
  static Program restingAtLast(int n, int times) {
    Task<Integer> task =
        Task.fold(range(times), 0, (sum, i) -> heavyDown(n, "x".repeat(400)).map(x -> sum + x))
            .then(sum -> Task.sleep(Duration.ofMinutes(5)).then(() -> Task.value(sum)));
    return program("resting " + n + "*" + times, task, 400 * n * times);
  }

  /** Children at once whose frames are large. */
  static Program laden(int children, int n) {
    String text = "x".repeat(300);
    Task<Integer> task =
        Task.spawnAll(range(children), i -> heavyDown(n, text))
            .then(Task::awaitAll)
            .map(Programs::total);
    return program("laden " + children + "*" + n, task, 300 * n * children);
  }

  private static Task<Integer> heavyDown(int n, String text) {
    return n == 0
        ? Task.value(0)
        : Task.step("down", text::length)
            .then(x -> heavyDown(n - 1, text).map(rest -> rest + text.length()));
  }

  /** Piles of frames, one after the other, each as high as the others and of other frames. */
  static Program piles(int count, int height) {
    Task<Integer> task = Task.fold(range(count), 0, (sum, i) -> pile(height, i).map(x -> sum + x));
    return program("piles " + count + "*" + height, task, count * (count - 1) / 2);
  }

  private static Task<Integer> pile(int height, int number) {
    return height == 0
        ? Task.step("top", () -> number)
        : pile(height - 1, number).step("up", x -> x.equals(number) ? x : -1000);
  }

  // ---- channels

  /** Producers and consumers at one channel; nothing is lost, doubled, or overtaken. */
  static Program queue(int producers, int items, int consumers, int capacity) {
    Task<?> task =
        Task.<String>channel(capacity)
            .then(
                channel ->
                    Task.spawnAll(range(consumers), i -> drain(channel))
                        .and(drained -> fillAll(channel, producers, items))
                        .then((drained, nothing) -> channel.close().then(() -> all(drained))));
    String name = "queue of " + capacity + ", " + producers + "*" + items + " to " + consumers;
    return new Program(name, task, result -> checkQueue(result, producers, items));
  }

  private static <T> Task<List<T>> all(List<TaskFuture<T>> futures) {
    return Task.awaitAll(futures);
  }

  private static Task<List<Void>> fillAll(Channel<String> channel, int producers, int items) {
    return Task.spawnAll(range(producers), p -> fill(channel, p, items)).then(Task::awaitAll);
  }

  private static Task<Void> fill(Channel<String> channel, int producer, int items) {
    return Task.forEach(
        range(items),
        i ->
            i % 2 == 0
                ? channel.send(producer + "-" + i)
                : Task.step("make", () -> producer + "-" + i).then(made -> channel.send(made)));
  }

  private static Task<List<String>> drain(Channel<String> channel) {
    return Task.iterate(
        List.<String>of(), got -> channel.next().map(message -> drained(got, message)));
  }

  static Loop<List<String>, List<String>> drained(List<String> got, Option<String> message) {
    if (message.isEmpty()) {
      return Loop.done(got);
    }
    List<String> more = new ArrayList<>(got);
    more.add(message.get());
    return Loop.again(more);
  }

  private static void checkQueue(String result, int producers, int items) {
    List<String> everything = new ArrayList<>();
    for (String consumer : result.substring(1, result.length() - 1).split("(?<=\\]), ", -1)) {
      String inner = consumer.substring(1, consumer.length() - 1);
      List<String> got = inner.isEmpty() ? List.of() : List.of(inner.split(", ", -1));
      everything.addAll(got);
      for (int p = 0; p < producers; p++) {
        String prefix = p + "-";
        List<String> of = got.stream().filter(item -> item.startsWith(prefix)).toList();
        assertThat(of).as("in their order").isEqualTo(of.stream().sorted().toList());
      }
    }
    List<String> expected = new ArrayList<>();
    range(producers).forEach(p -> range(items).forEach(i -> expected.add(p + "-" + i)));
    assertThat(everything).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** A number in a channel that tasks take out and put back, one more. */
  static Program counter(int tasks, int times) {
    Task<Integer> task =
        Task.<Integer>channel(1)
            .then(
                channel ->
                    channel
                        .send(0)
                        .then(() -> Task.spawnAll(range(tasks), i -> increase(channel, times)))
                        .then(Task::awaitAll)
                        .then(() -> channel.receive()));
    return program("counter " + tasks + "*" + times, task, tasks * times);
  }

  private static Task<Void> increase(Channel<Integer> channel, int times) {
    return Task.forEach(range(times), i -> channel.receive().then(n -> channel.send(n + 1)));
  }

  /** Two tasks that hand a number to each other; no message is ever in a channel. */
  static Program pingPong(int rounds) {
    Task<Integer> task =
        Task.<Integer>channel(0)
            .and(ping -> Task.<Integer>channel(0))
            .then(
                (ping, pong) ->
                    Task.spawn(() -> answer(ping, pong, rounds))
                        .then(other -> serve(ping, pong, rounds)));
    return program("ping-pong " + rounds, task, rounds * (rounds - 1));
  }

  private static Task<Integer> serve(Channel<Integer> ping, Channel<Integer> pong, int rounds) {
    return Task.fold(
        range(rounds),
        0,
        (sum, i) -> ping.send(i).then(() -> pong.receive()).map(answer -> sum + answer));
  }

  private static Task<Void> answer(Channel<Integer> ping, Channel<Integer> pong, int rounds) {
    return Task.forEach(range(rounds), i -> ping.receive().then(n -> pong.send(2 * n)));
  }

  /** A question, and where to send the answer: a channel for this answer alone. */
  record Request(int n, Channel<Integer> reply) {}

  /** For a while, the only handle of a reply's channel is in a message. */
  static Program requests(int n) {
    Task<Integer> task =
        Task.<Request>channel(1)
            .then(
                requests -> Task.spawn(() -> reply(requests, n)).then(server -> ask(requests, n)));
    return program("requests " + n, task, n * (n - 1));
  }

  private static Task<Void> reply(Channel<Request> requests, int n) {
    return Task.forEach(
        range(n), i -> requests.receive().then(request -> request.reply().send(2 * request.n())));
  }

  private static Task<Integer> ask(Channel<Request> requests, int n) {
    return Task.fold(
        range(n),
        0,
        (sum, i) ->
            Task.<Integer>channel(0)
                .then(reply -> requests.send(new Request(i, reply)).then(() -> reply.receive()))
                .map(answer -> sum + answer));
  }

  /** A future on its way. */
  record Parcel(TaskFuture<Integer> future, String filling) {}

  /** For a while, the only handle of a task's result is in a message, or in a blocked sender. */
  static Program parcels(int n, int capacity) {
    Task<Integer> task =
        Task.<Parcel>channel(capacity)
            .then(parcels -> Task.spawn(() -> pack(parcels, n)).then(packer -> unpack(parcels, n)));
    return program("parcels " + n + " in " + capacity, task, n * (n - 1) / 2);
  }

  private static Task<Void> pack(Channel<Parcel> parcels, int n) {
    return Task.forEach(
        range(n),
        i ->
            Task.spawn(() -> Task.step("make", () -> i))
                .then(made -> parcels.send(new Parcel(made, "wool ".repeat(100)))));
  }

  private static Task<Integer> unpack(Channel<Parcel> parcels, int n) {
    return Task.fold(
        range(n),
        0,
        (sum, i) ->
            parcels
                .receive()
                .then(
                    parcel ->
                        Task.sleep(Duration.ofMillis(700)).then(() -> parcel.future().await()))
                .map(number -> sum + number));
  }

  /** A future is the result of a task, whose future is the result of another, and so on. */
  static Program relay(int n) {
    return program("relay " + n, handOver(n).then(future -> last(future, n)), 7);
  }

  /** What a task of the chain comes to: the one below it, or a number at the end. */
  record Baton(@Nullable TaskFuture<Baton> next, int number, String weight) {}

  private static Task<TaskFuture<Baton>> handOver(int n) {
    return Task.spawn(
        () ->
            n == 0
                ? Task.step("end", () -> new Baton(null, 7, "lead ".repeat(50)))
                : handOver(n - 1).map(next -> new Baton(next, 0, "lead ".repeat(50))));
  }

  private static Task<Integer> last(TaskFuture<Baton> first, int n) {
    return Task.sleep(Duration.ofMillis(1500))
        .then(first::await)
        .then(baton -> baton.next() == null ? Task.value(baton.number()) : last(baton.next(), n));
  }

  /** Children that wait for what nobody sends, and each say so. */
  static Program abandoned(int children) {
    Task<?> task =
        Task.<String>channel(1)
            .then(channel -> Task.spawnAll(range(children), i -> abandoned(channel)))
            .then(Task::awaitAll);
    return program("abandoned " + children, task, Collections.nCopies(children, "DEADLOCK"));
  }

  private static Task<String> abandoned(Channel<String> channel) {
    return channel.receive().recover(KappaException.class, e -> Task.value(e.code().name()));
  }

  /** Messages are in a channel when it is closed, and received afterwards. */
  static Program leftInChannel(int messages) {
    Task<?> task =
        Task.<String>channel(messages)
            .then(
                channel ->
                    Task.forEach(range(messages), i -> channel.send("m" + i))
                        .then(channel::close)
                        .then(() -> drain(channel)));
    return program("left in channel " + messages, task, names(messages));
  }

  private static List<String> names(int count) {
    return range(count).stream().map(i -> "m" + i).toList();
  }

  /** Receivers that block one after the other, and are served in that order. */
  static Program receiversInLine(int count) {
    Task<?> task =
        Task.<String>channel(1)
            .then(
                channel ->
                    Task.spawnAll(range(count), i -> after(i + 1, channel.receive()))
                        .and(
                            futures ->
                                after(
                                    count + 1,
                                    Task.forEach(range(count), i -> channel.send("m" + i))))
                        .then((futures, sent) -> all(futures)));
    return program("receivers in line " + count, task, names(count));
  }

  /** Senders that block one after the other, and are admitted in that order. */
  static Program sendersInLine(int count, int capacity) {
    Task<?> task =
        Task.<String>channel(capacity)
            .then(
                channel ->
                    Task.spawnAll(range(count), i -> after(i + 1, channel.send("m" + i)))
                        .then(futures -> after(count + 1, collect(channel, count))));
    return program("senders in line " + count + " at " + capacity, task, names(count));
  }

  private static Task<List<String>> collect(Channel<String> channel, int count) {
    return Task.fold(
        range(count), List.<String>of(), (got, i) -> channel.receive().map(m -> plus(got, m)));
  }

  private static List<String> plus(List<String> got, String message) {
    List<String> more = new ArrayList<>(got);
    more.add(message);
    return more;
  }

  /** So far apart that even one whose workers are lost again and again blocks before the next. */
  private static <T> Task<T> after(int places, Task<T> task) {
    return Task.sleep(PLACE.multipliedBy(places)).then(() -> task);
  }

  // ---- errors and time

  /** A step that kills its worker each time; the task goes on from the error. */
  static Program poisoned() {
    Task<String> task =
        Task.step("good", () -> "good")
            .then(good -> Task.step("fatal", Programs::fatal))
            .recover(KappaException.class, e -> Task.value("caught " + e.code()))
            .ensure(Task.run("close", () -> Journal.add("closed")));
    return new Program(
        "poisoned",
        task,
        result -> {
          assertThat(result).isEqualTo("caught WORKER_CRASHED");
          assertThat(Journal.count("closed")).isPositive();
        });
  }

  static String fatal() {
    Journal.add("fatal");
    throw new Journal.Fatal();
  }

  /**
   * Of some tasks that all fail, one failure is heard; the step that tells of it stays the same.
   */
  static Program failures(int tasks) {
    Task<String> task =
        Task.spawnAll(range(tasks), i -> failing(i, 400L * (tasks - i)))
            .then(Task::awaitAll)
            .map(done -> "none")
            .recover(RuntimeException.class, e -> told(String.valueOf(e.getMessage())));
    return new Program(
        "failures " + tasks, task, result -> assertThat(result).matches("boom [0-9]+"));
  }

  /** The last one fails first. */
  private static Task<Void> failing(int task, long afterMillis) {
    return Task.sleep(Duration.ofMillis(afterMillis))
        .then(() -> Task.run("fail", () -> boom(task)));
  }

  private static Task<String> told(String message) {
    return Task.step("tell", () -> message).step("tell again", again -> again);
  }

  private static void boom(int task) {
    throw new IllegalStateException("boom " + task);
  }

  /** Each of some steps kills its worker the first times that it runs. */
  static Program unlucky(int steps, int deaths) {
    Task<?> task = Task.forEach(range(steps), i -> Task.run("unlucky", () -> survive(i, deaths)));
    return program("unlucky " + steps + "*" + deaths, task, "null");
  }

  static void survive(int step, int deaths) {
    if (Journal.add("unlucky " + step) <= deaths) {
      throw new Journal.Fatal();
    }
  }

  /** Steps that count how often they run. */
  static Program counted(int steps) {
    Task<?> task =
        Task.forEach(range(steps), i -> Task.run("count", () -> Journal.add("step " + i)));
    return new Program(
        "counted " + steps,
        task,
        result ->
            range(steps)
                .forEach(
                    i -> assertThat(Journal.count("step " + i)).as("step %s", i).isEqualTo(1)));
  }

  /** A task that goes on until another has done something; its worker is the only one. */
  static Program loopBesideAnother() {
    Task<Long> task =
        Task.spawn(() -> Task.iterate(0L, Programs::untilAnother))
            .also(loop -> Task.spawn(() -> Task.run("another", () -> Journal.add("another"))))
            .then(TaskFuture::await);
    return new Program(
        "loop beside another",
        task,
        millis -> assertThat(Long.parseLong(millis)).isPositive().isLessThan(15_000));
  }

  private static Task<Loop<Long, Long>> untilAnother(long began) {
    return Task.step("turn", () -> Journal.count("another") > 0)
        .and(over -> Task.step("clock", Journal::now))
        .map((over, now) -> over ? Loop.done(now - began) : Loop.again(began == 0 ? now : began));
  }

  /** A loop of steps. */
  static Program loop(int turns) {
    Task<Integer> task = Task.fold(range(turns), 0, (sum, i) -> Task.step("turn", () -> sum + 1));
    return program("loop " + turns, task, turns);
  }

  /** A loop that spawns tasks and awaits them, again and again. */
  static Program families(int turns, int width) {
    Task<Integer> task = Task.iterate(0, turn -> family(turn, turns, width));
    return program("families " + turns + "*" + width, task, turns);
  }

  private static Task<Loop<Integer, Integer>> family(int turn, int turns, int width) {
    if (turn == turns) {
      return Task.value(Loop.done(turn));
    }
    return width == 1
        ? Task.spawn(() -> Task.value(turn)).then(TaskFuture::await).map(n -> Loop.again(n + 1))
        : Task.spawnAll(range(width), i -> Task.value(turn))
            .then(Task::awaitAll)
            .map(all -> Loop.again(all.get(0) + 1));
  }

  /** Several tasks await one and the same. */
  static Program shared(int awaiters) {
    Task<?> task =
        Task.spawn(() -> Task.sleep(Duration.ofMillis(200)).step("made", nothing -> 7))
            .then(
                made ->
                    Task.spawnAll(range(awaiters), i -> made.await().map(n -> n + i))
                        .then(Task::awaitAll));
    return program(
        "shared by " + awaiters, task, range(awaiters).stream().map(i -> i + 7).toList());
  }

  /** More tasks at once than a run may have. */
  static Program crowd(int tasks) {
    Task<String> task =
        Task.spawnAll(range(tasks), i -> Task.sleep(Duration.ofSeconds(5)))
            .then(Task::awaitAll)
            .map(all -> "all")
            .recover(KappaException.class, e -> Task.value(e.code().name()));
    return new Program("crowd " + tasks, task, result -> assertThat(result).isNotEmpty());
  }

  static Program errors() {
    Task<String> task =
        Task.step("flaky", Programs::flaky)
            .retry(Retry.times(50).backoff(Backoff.fixed(Duration.ofMillis(30))))
            .ensure(Task.run("close", () -> Journal.add("closed")))
            .and(
                ok ->
                    Task.spawn(() -> Task.value("x").step("parse", Programs::parse))
                        .then(Programs::caught))
            .map((ok, caught) -> ok + ", " + caught);
    return new Program(
        "errors",
        task,
        result -> {
          assertThat(result).isEqualTo("ok, caught: For input string: \"x\"");
          assertThat(Journal.count("closed")).isPositive();
        });
  }

  static String flaky() {
    if (Journal.add("tried") < 3) {
      throw new IllegalStateException("not yet");
    }
    return "ok";
  }

  static Integer parse(String text) {
    return Integer.valueOf(text);
  }

  static Task<String> caught(TaskFuture<Integer> failing) {
    return failing
        .await()
        .map(n -> "not caught")
        .recover(IllegalArgumentException.class, e -> Task.value("caught: " + e.getMessage()));
  }

  /** Tasks that sleep; none wakes too early. */
  static Program naps(List<Integer> millis) {
    Task<List<Long>> task = Task.spawnAll(millis, ms -> nap(ms)).then(Task::awaitAll);
    return new Program("naps " + millis, task, result -> checkNaps(result, millis));
  }

  private static Task<Long> nap(int millis) {
    return Task.step("begin", () -> Journal.now())
        .then(
            begin ->
                Task.sleep(Duration.ofMillis(millis))
                    .step("end", nothing -> Journal.now() - begin));
  }

  private static void checkNaps(String result, List<Integer> millis) {
    String[] slept = result.substring(1, result.length() - 1).split(", ", -1);
    assertThat(slept).hasSameSizeAs(millis);
    for (int i = 0; i < slept.length; i++) {
      assertThat(Long.parseLong(slept[i])).isGreaterThanOrEqualTo(millis.get(i));
    }
  }

  /** Tasks that sleep for different times. */
  static Program sleepers(int count) {
    Task<?> task =
        Task.spawnAll(range(count), i -> Task.sleep(Duration.ofMillis(3000L + i * 37L % 5 * 400)))
            .then(Task::awaitAll);
    return new Program("sleepers " + count, task, result -> assertThat(result).isNotNull());
  }

  // ---- for cancelling

  /** Children that are at their steps when the root task ends. */
  static Program orphans(int children, int steps, int afterMillis) {
    Task<?> task =
        Task.spawnAll(range(children), i -> down(steps))
            .then(() -> Task.sleep(Duration.ofMillis(afterMillis)))
            .then(() -> Task.value("over"));
    return program("orphans " + children + "*" + steps, task, "over");
  }

  /** Children that sleep for long and have something to close. */
  static Program guarded(int children) {
    Task<?> task = Task.spawnAll(range(children), i -> guard(i)).then(Task::awaitAll);
    return new Program("guarded " + children, task, result -> assertThat(result).isNotNull());
  }

  private static Task<Void> guard(int child) {
    return Task.run("open", () -> Journal.add("open " + child))
        .then(() -> Task.run("use", () -> Journal.add("used " + child)))
        .then(() -> Task.sleep(Duration.ofSeconds(1 + child)))
        .ensure(
            Task.sleep(Duration.ofSeconds(1))
                .then(() -> Task.run("close", () -> Journal.add("closed " + child))));
  }
}

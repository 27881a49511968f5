package dev.kappa.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Channel;
import dev.kappa.Fan;
import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.local.Everywhere;
import dev.kappa.local.Journal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Programs of many tasks. */
class ConcurrentProgramsTest {
  // ---- fan-out

  static Task<Integer> resizeAll(List<String> images) {
    return Task.spawnAll(images, Fan.atMost(2), image -> Task.step("resize", image::length))
        .then(Task::awaitAll)
        .map(sizes -> sizes.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void fanOut() {
    assertThat(Everywhere.value(resizeAll(List.of("a", "bb", "ccc")))).isEqualTo(6);
  }

  // ---- fib

  static Task<BigInteger> fib(int n) {
    return n < 2
        ? Task.value(BigInteger.valueOf(n))
        : Task.spawn(() -> fib(n - 1))
            .then(left -> fib(n - 2).then(right -> left.await().map(right::add)));
  }

  @Test
  void fib() {
    assertThat(Everywhere.value(fib(10))).isEqualTo(BigInteger.valueOf(55));
  }

  // ---- the sum of a tree

  record Tree(int value, @Nullable Tree left, @Nullable Tree right) {
    static @Nullable Tree of(int least, int most) {
      int middle = (least + most) >>> 1;
      return least > most ? null : new Tree(middle, of(least, middle - 1), of(middle + 1, most));
    }
  }

  static Task<Integer> sum(@Nullable Tree tree) {
    if (tree == null) {
      return Task.value(0);
    }
    return Task.spawn(() -> sum(tree.left()))
        .and(left -> sum(tree.right()))
        .then((left, right) -> left.await().map(sum -> sum + right + tree.value()));
  }

  @Test
  void treeSum() {
    assertThat(Everywhere.value(sum(Tree.of(1, 20)))).isEqualTo(210);
  }

  // ---- word count

  static Task<Map<String, Long>> count(List<String> texts) {
    return Task.step("split", () -> texts)
        .then(shards -> Task.spawnAll(shards, ConcurrentProgramsTest::countShard))
        .then(Task::awaitAll)
        .map(ConcurrentProgramsTest::merge);
  }

  static Task<Map<String, Long>> countShard(String shard) {
    return Task.step(
        "count",
        () -> {
          Map<String, Long> counts = new TreeMap<>();
          for (String word : shard.split(" ", -1)) {
            counts.merge(word, 1L, Long::sum);
          }
          return counts;
        });
  }

  static Map<String, Long> merge(List<Map<String, Long>> parts) {
    Map<String, Long> all = new TreeMap<>();
    parts.forEach(part -> part.forEach((word, n) -> all.merge(word, n, Long::sum)));
    return all;
  }

  @Test
  void wordCount() {
    assertThat(Everywhere.value(count(List.of("a b a", "b c", "a"))))
        .isEqualTo(Map.of("a", 3L, "b", 2L, "c", 1L));
  }

  // ---- ping-pong

  static Task<Void> pong(Channel<Integer> in, Channel<Integer> out) {
    return in.next()
        .then(
            ball ->
                ball.isEmpty() ? out.close() : out.send(ball.get() + 1).then(() -> pong(in, out)));
  }

  static Task<Integer> pingPong(int rounds) {
    return Task.<Integer>channel(0)
        .and(there -> Task.<Integer>channel(0))
        .also((there, back) -> Task.spawn(() -> pong(there, back)))
        .then(
            (there, back) ->
                Task.fold(
                        IntStream.range(0, rounds).boxed().toList(),
                        0,
                        (ball, round) -> there.send(ball).then(() -> back.receive()))
                    .also(ball -> there.close()));
  }

  @Test
  void pingPong() {
    assertThat(Everywhere.value(pingPong(5))).isEqualTo(5);
  }

  // ---- a queue of work

  static Task<Integer> worker(Channel<String> jobs) {
    return Task.iterate(
        0,
        done ->
            jobs.next()
                .then(
                    job ->
                        job.isEmpty()
                            ? Task.value(Loop.done(done))
                            : Task.run("work", () -> Journal.note(job.get()))
                                .map(ignored -> Loop.again(done + 1))));
  }

  static Task<Integer> workQueue(List<String> jobs, int workers) {
    return Task.<String>channel(2)
        .then(
            queue ->
                Task.spawnAll(IntStream.range(0, workers).boxed().toList(), i -> worker(queue))
                    .also(all -> Task.forEach(jobs, queue::send).then(() -> queue.close()))
                    .then(Task::awaitAll)
                    .map(counts -> counts.stream().mapToInt(n -> n).sum()));
  }

  @Test
  void workQueue() {
    Everywhere.End end = Everywhere.end(workQueue(List.of("a", "b", "c", "d", "e"), 2));
    assertThat(end.value()).isEqualTo(5);
    assertThat(end.notes()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
  }

  // ---- a future as an argument of tasks

  static Task<List<String>> withShared(List<String> names) {
    return Task.spawn(() -> Task.step("load", () -> "dictionary"))
        .then(
            shared ->
                Task.spawnAll(
                    names, name -> shared.await().step("use", words -> name + " in " + words)))
        .then(Task::awaitAll);
  }

  @Test
  void sharedFuture() {
    assertThat(Everywhere.value(withShared(List.of("a", "b"))))
        .isEqualTo(List.of("a in dictionary", "b in dictionary"));
  }

  // ---- futures in a collection, awaited one after the other

  static Task<Integer> reduce(List<TaskFuture<Integer>> futures) {
    return Task.fold(futures, 0, (sum, future) -> future.await().map(n -> sum + n));
  }

  @Test
  void futuresInACollection() {
    assertThat(
            Everywhere.value(
                Task.spawnAll(List.of(1, 2, 3), n -> Task.step("square", () -> n * n))
                    .then(ConcurrentProgramsTest::reduce)))
        .isEqualTo(14);
  }

  // ---- futures of several types

  static Task<List<Object>> different() {
    return Task.spawn(() -> Task.step("number", () -> 1))
        .and(number -> Task.spawn(() -> Task.step("text", () -> "one")))
        .then((number, text) -> Task.awaitAll(List.of(number, text)));
  }

  @Test
  void futuresOfSeveralTypes() {
    assertThat(Everywhere.value(different())).isEqualTo(List.of(1, "one"));
  }

  // ---- a channel of a generic type

  static Task<String> firstOf(List<String> batch) {
    return Task.<List<String>>channel(1)
        .also(batches -> batches.send(batch))
        .then(batches -> batches.receive().map(List::getFirst));
  }

  @Test
  void channelOfAGenericType() {
    assertThat(Everywhere.value(firstOf(List.of("a", "b")))).isEqualTo("a");
  }

  // ---- a lock is a channel that holds one

  static Task<Void> locked(Channel<String> lock, Task<?> body) {
    return lock.send("taken").then(() -> body).ensure(lock.receive()).then(() -> Task.done());
  }

  static Task<Void> inTurns(int tasks) {
    return Task.<String>channel(1)
        .then(
            lock ->
                Task.spawnAll(
                    IntStream.range(0, tasks).boxed().toList(),
                    i ->
                        locked(
                            lock,
                            Task.run("in", () -> Journal.note("in"))
                                .then(() -> Task.sleep(java.time.Duration.ofSeconds(1)))
                                .run("out", ignored -> Journal.note("out")))))
        .then(Task::awaitAll)
        .then(() -> Task.done());
  }

  @Test
  void lock() {
    Everywhere.End end = Everywhere.end(inTurns(3));
    assertThat(end.notes()).containsExactly("in", "out", "in", "out", "in", "out");
    assertThat(end.elapsed()).isEqualTo(3_000);
  }
}

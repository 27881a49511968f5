package dev.kappa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Loop;
import dev.kappa.Task;
import dev.kappa.local.Journal;
import dev.kappa.local.LocalRun;
import dev.kappa.local.Mode;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Payload;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A commit sends the frames that changed, and no others. */
class SharedFramesTest {
  private static final int TURNS = 100_000;

  /** What the next level has, and what its caller has left. */
  private static final int FRAMES_OF_TWO_LEVELS = 6;

  private static List<Continuation> commits(Mode mode, Task<?> program) {
    LocalRun run = LocalRun.in(mode);
    run.run(program);
    return run.commits().stream().map(Commit::next).toList();
  }

  private static int bytes(Continuation commit) {
    return commit.push().stream().mapToInt(Payload::size).sum();
  }

  private static void assertConstantFromTurnTen(List<Continuation> commits) {
    assertThat(commits).hasSizeGreaterThanOrEqualTo(TURNS);
    Continuation early = commits.get(10);
    for (int turn : new int[] {1_000, TURNS - 2}) {
      Continuation late = commits.get(turn);
      assertThat(late.push()).as("frames at turn %d", turn).hasSameSizeAs(early.push());
      assertThat(late.depth()).as("depth at turn %d", turn).isEqualTo(early.depth());
      // A larger number has some bytes more.
      assertThat(bytes(late)).as("bytes at turn %d", turn).isLessThan(bytes(early) + 20);
    }
  }

  @Test
  void turnOfIterateCommitsAConstantAmount() {
    Task<Integer> loop =
        Task.iterate(
            0,
            n -> n < TURNS ? Task.step("turn", () -> Loop.again(n + 1)) : Task.value(Loop.done(n)));
    List<Continuation> commits = commits(Mode.STRAIGHT, loop);
    assertConstantFromTurnTen(commits);
    assertThat(commits.get(10).push()).as("the step alone").hasSize(1);
  }

  @Test
  void turnOfForEachCommitsAConstantAmount() {
    List<Integer> items = IntStream.range(0, TURNS).boxed().toList();
    Task<Void> loop = Task.forEach(items, x -> Task.step("turn", () -> x));
    List<Continuation> commits = commits(Mode.STRAIGHT, loop);
    assertConstantFromTurnTen(commits);
    assertThat(commits.get(10).push()).as("the cursor and the step").hasSize(2);
    assertThat(commits.get(10).keep()).as("the items").isEqualTo(1);
  }

  @Test
  void turnOfFoldCommitsAConstantAmount() {
    List<Integer> items = IntStream.range(0, TURNS).boxed().toList();
    Task<Long> loop = Task.fold(items, 0L, (sum, x) -> Task.step("turn", () -> sum + x));
    assertConstantFromTurnTen(commits(Mode.STRAIGHT, loop));
  }

  /** Goes down with a step at each level, and up again with one. */
  private static Task<Integer> deep(int n) {
    return n == 0
        ? Task.value(0)
        : Task.step("down", () -> n)
            .then(level -> deep(level - 1))
            .step("up", x -> x + 1)
            .also(x -> Task.value("ignored"));
  }

  @Test
  void recursionCommitsItsTopAndNotItsDepth() {
    int depth = 20_000;
    List<Continuation> commits = commits(Mode.STRAIGHT, deep(depth));
    assertThat(commits).hasSize(2 * depth);
    assertThat(deepest(commits)).isGreaterThan(2 * depth);
    assertThat(mostPushed(commits)).isLessThanOrEqualTo(FRAMES_OF_TWO_LEVELS);
  }

  @Test
  void recursionCommitsNoMoreWhenWorkersDie() {
    int depth = 500;
    for (Mode mode : List.of(Mode.CRASH, Mode.CRASH.frames(5, 5), Mode.CRASH_EVERYWHERE)) {
      List<Continuation> commits = commits(mode, deep(depth));
      assertThat(deepest(commits)).as("in %s", mode).isGreaterThan(2 * depth);
      assertThat(mostPushed(commits)).as("in %s", mode).isLessThanOrEqualTo(FRAMES_OF_TWO_LEVELS);
    }
  }

  private static int deepest(List<Continuation> commits) {
    return commits.stream().mapToInt(Continuation::depth).max().orElseThrow();
  }

  private static int mostPushed(List<Continuation> commits) {
    return commits.stream()
        .map(Continuation::push)
        .max(Comparator.comparingInt(List::size))
        .orElseThrow()
        .size();
  }

  @Test
  void commitThatChangedNoFramePushesNone() {
    Task<Integer> loop =
        Task.iterate(
            0,
            n ->
                n < 3
                    ? Task.checkpoint(dev.kappa.Checkpoint.SYNC)
                        .then(() -> Task.run("s", () -> Journal.note("turn")))
                        .map(x -> Loop.again(n + 1))
                    : Task.value(Loop.done(n)));
    List<Continuation> commits = commits(Mode.STRAIGHT, loop);
    assertThat(commits.getLast().keep()).isZero();
    assertThat(commits.getLast().push()).isEmpty();
    assertThat(mostPushed(commits)).isLessThanOrEqualTo(3);
  }
}

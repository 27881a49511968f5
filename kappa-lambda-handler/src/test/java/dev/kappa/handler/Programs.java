package dev.kappa.handler;

import dev.kappa.Checkpoint;
import dev.kappa.Checkpoints;
import dev.kappa.Loop;
import dev.kappa.Resource;
import dev.kappa.Retry;
import dev.kappa.Step;
import dev.kappa.StepContext;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.vavr.Function0;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The workflows of the tests, and a worker for them. */
final class Programs {
  /** What steps did, in order. */
  static final List<String> LOG = new CopyOnWriteArrayList<>();

  /** What a test wants to see when a step runs. */
  static volatile Consumer<String> watcher = step -> {};

  static volatile CountDownLatch latch = new CountDownLatch(0);

  record Name(String first, int age) {}

  private Programs() {}

  static Worker worker() {
    return new Worker(workflows(), Programs.class.getClassLoader(), "digest", Path.of("out"));
  }

  static Application application() {
    return new Application(workflows(), Programs.class.getClassLoader(), "digest");
  }

  static Workflows workflows() {
    return Workflows.of(
            Workflow.of("three", Name.class, Programs::three),
            Workflow.of("async", Name.class, Programs::three).checkpoints(Checkpoint.ASYNC),
            Workflow.of("ensured-async", Name.class, name -> ensured())
                .checkpoints(Checkpoint.ASYNC),
            Workflow.of("once-async", Name.class, name -> once()).checkpoints(Checkpoint.ASYNC))
        .and("once", Name.class, name -> once())
        .and("placed", Name.class, name -> placed())
        .and("resident", Name.class, name -> resident())
        .and(
            Workflow.of("seldom", Name.class, Programs::three)
                .checkpoints(Checkpoints.atMostEvery(Duration.ofHours(1))))
        .and(
            Workflow.of("often", Name.class, Programs::three)
                .checkpoints(Checkpoints.atMostEvery(Duration.ofNanos(1))))
        .and(
            Workflow.of("seldom-once", Name.class, name -> twoAndOnce())
                .checkpoints(Checkpoints.atMostEvery(Duration.ofHours(1)).mode(Checkpoint.ASYNC)))
        .and(
            Workflow.of("operations", Name.class, name -> operations())
                .checkpoints(Checkpoints.eachOperation()))
        .and("sleepy", Name.class, name -> sleepy())
        .and("ensured", Name.class, name -> ensured())
        .and("large", Name.class, name -> large())
        .and("huge", Name.class, name -> Task.step("make", () -> "x".repeat(2_000_000)))
        .and("crowd-of-100", Name.class, name -> crowd(100, 60_000))
        .and("crowd-of-large", Name.class, name -> crowd(9, 1_000_000))
        .and("stream", Name.class, name -> stream())
        .and("fails", Name.class, name -> fails())
        .and("saves", Name.class, name -> saves())
        .and("spawns", Name.class, name -> spawns())
        .and("crowd", Name.class, name -> crowd(name.age(), 60_000))
        .and("heavy", Name.class, name -> heavy(name.age()))
        .and(
            "turns",
            Name.class,
            name -> heavy(30).then(Programs::turns).step("work", n -> did("work")))
        .and("context", Name.class, name -> Task.step("look", Programs::look))
        .and("lost", Name.class, name -> lost())
        .and("waits", Name.class, name -> Task.run("wait", () -> latch.await()))
        .and("limited", Name.class, name -> limited())
        .and("limited-fails", Name.class, name -> limitedFails())
        .and("limited-retried", Name.class, name -> limitedRetried())
        .and(
            "limited-by-an-hour",
            Name.class,
            name -> Task.step("slow", Step.within(Duration.ofHours(1)), () -> did("slow")))
        .and(
            "limited-late",
            Name.class,
            name -> Task.run("before", () -> did("before")).then(Programs::alone))
        .and("limited-alone", Name.class, name -> alone())
        .and("stubborn", Name.class, name -> stubborn())
        .and(
            "very-stubborn",
            Name.class,
            name -> Task.forEach(List.of(1, 2, 3, 4, 5, 6, 7), n -> stubborn()))
        .and("leaves-open", Name.class, name -> leavesOpen())
        .and("asks", Name.class, name -> asks())
        .and(
            "asks-in-finalizer",
            Name.class,
            name -> Task.run("body", () -> did("body")).ensure(asks()))
        .and("computes", Name.class, name -> Task.value(name).map(Name::age).map(age -> age + 1));
  }

  static Task<List<String>> three(Name name) {
    return Task.step("one", () -> did("one"))
        .step("two", one -> List.of(one, did("two")))
        .map(both -> both)
        .step("three", both -> List.of(both.get(0), both.get(1), did("three"), name.first()));
  }

  private static String did(String step) {
    watcher.accept(step);
    LOG.add(step);
    return step;
  }

  private static Task<String> resident() {
    return Task.step("there", () -> did("there"))
        .step("there again", there -> did("there again"))
        .resident();
  }

  private static Task<String> placed() {
    return Task.step("here", () -> did("here"))
        .then(here -> Task.step("there", () -> did("there")).resident())
        .step("here again", there -> did("here again"));
  }

  private static Task<String> once() {
    return Task.step("before", () -> did("before"))
        .step("charge", Step.once(), before -> did("charge"))
        .step("after", charge -> did("after"));
  }

  private static Task<String> limited() {
    return Task.step(
        "slow",
        Step.within(Duration.ofMillis(latch.getCount() == 0 ? 30_000 : 50)),
        () -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            LOG.add("interrupted");
            throw e;
          }
          StepContext context = StepContext.current();
          boolean less = context.remaining().compareTo(Duration.ofSeconds(30)) < 0;
          return Thread.currentThread().getName() + " " + context.step() + " " + less;
        });
  }

  private static Task<String> limitedFails() {
    return Task.step(
        "explode",
        Step.within(Duration.ofSeconds(30)),
        () -> {
          throw new TimeoutException("boom");
        });
  }

  private static Task<Integer> limitedRetried() {
    return Task.step(
            "flaky",
            Step.within(Duration.ofMillis(50)),
            () -> {
              LOG.add("try");
              if (LOG.size() < 3) {
                latch.await();
              }
              return LOG.size();
            })
        .retry(Retry.times(3).on(TimedOutException.class));
  }

  private static Task<String> alone() {
    return Task.step("alone", Step.within(Duration.ofSeconds(30)), () -> did("alone"));
  }

  private static Task<String> stubborn() {
    return Task.step(
            "stubborn",
            Step.within(Duration.ofMillis(20)),
            () -> {
              ignoreInterrupts();
              watcher.accept("late");
              return "late";
            })
        .recover(TimedOutException.class, e -> Task.value(String.valueOf(e.getMessage())));
  }

  private static void ignoreInterrupts() {
    CountDownLatch end = latch;
    while (end.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A line that steps have open: of several, the second has the number 2. */
  private record OpenLine(long number) implements AutoCloseable {
    static OpenLine open() {
      LOG.add("opened");
      return new OpenLine(LOG.stream().filter("opened"::equals).count());
    }

    @Override
    public void close() {
      LOG.add("closed " + number);
      watcher.accept("closed");
    }
  }

  private static Task<Long> leavesOpen() {
    Resource<OpenLine> line = Resource.of("line", OpenLine::open);
    return Task.step(
            "hang",
            Step.within(Duration.ofMillis(500)),
            () -> {
              long number = line.get().number();
              ignoreInterrupts();
              return number;
            })
        .recover(TimedOutException.class, e -> Task.step("use again", () -> line.get().number()));
  }

  /** Asks whether it is still wanted until it is not, or has asked for long enough. */
  private static Task<String> asks() {
    return Task.step(
        "ask",
        () -> {
          StepContext context = StepContext.current();
          for (int i = 0; i < 1000 && latch.getCount() > 0; i++) {
            context.heartbeat();
            latch.await(10, TimeUnit.MILLISECONDS);
          }
          return did("asked to the end, cancelled: " + context.cancelled());
        });
  }

  private static Task<String> twoAndOnce() {
    return Task.step("one", () -> did("one"))
        .step("two", one -> did("two"))
        .step("charge", Step.once(), two -> did("charge"))
        .step("three", charge -> did("three"));
  }

  private static Task<String> operations() {
    return Task.spawn(() -> Task.value("a"))
        .then(a -> Task.spawn(() -> Task.value("b")))
        .then(b -> Task.publish("seen", "x"))
        .map(nothing -> "end");
  }

  private static Task<String> sleepy() {
    return Task.step("before", () -> did("before"))
        .then(before -> Task.sleep(Duration.ofHours(1)).then(() -> Task.value(before)))
        .step("after", before -> before + "," + did("after"));
  }

  private static Task<String> ensured() {
    return Task.step("body", () -> did("body"))
        .step("more", body -> did("more"))
        .ensure(Task.run("undo", () -> did("undo")));
  }

  private static Task<Integer> large() {
    return Task.step("make", () -> "x".repeat(100_000)).step("measure", text -> text.length());
  }

  private static Task<Integer> stream() {
    return Task.<InputStream>step("open", () -> new ByteArrayInputStream(new byte[3]))
        .step("read", in -> in.read());
  }

  private static Task<String> fails() {
    return Task.step(
        "explode",
        () -> {
          throw new IllegalStateException("boom");
        });
  }

  private static Task<String> lost() {
    throw new KappaException(ErrorCode.UNKNOWN_WORKFLOW, "said by the body itself");
  }

  private static Task<String> saves() {
    return Task.value("x")
        .then(x -> Task.checkpoint(Checkpoint.SYNC).then(() -> Task.value(x + "y")));
  }

  private static Task<List<String>> spawns() {
    return Task.spawnAll(List.of("a", "b"), letter -> Task.step("child", () -> did(letter)))
        .then(Task::awaitAll);
  }

  /** Spawns children with inputs of so many bytes, each in its own turn; gives their number. */
  private static Task<Integer> crowd(int children, int bytes) {
    return Task.<Integer, Integer>iterate(
        0,
        n ->
            n == children
                ? Task.value(Loop.done(n))
                : Task.spawn(child("x".repeat(bytes))).map(child -> Loop.again(n + 1)));
  }

  private static Function0<Task<Integer>> child(String input) {
    return () -> Task.value(input.length());
  }

  /** Spawns children with inputs of 60 KiB, all at once. */
  private static Task<Integer> heavy(int children) {
    return Task.spawnAll(
            Collections.nCopies(children, "x".repeat(60_000)), text -> Task.value(text.length()))
        .map(List::size);
  }

  /** So much pure work that a commit is made in the middle. */
  private static Task<Integer> turns(int from) {
    return Task.<Integer, Integer>iterate(
        from, n -> Task.value(n < 1000 ? Loop.again(n + 1) : Loop.done(n)));
  }

  private static @Nullable String look() {
    StepContext context = StepContext.current();
    return String.join(
        " ",
        context.runId(),
        context.task(),
        context.step(),
        String.valueOf(context.attempt()),
        context.idempotencyKey(),
        context.outputDirectory().toString());
  }
}

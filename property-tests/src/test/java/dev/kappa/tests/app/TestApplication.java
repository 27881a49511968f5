package dev.kappa.tests.app;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Resource;
import dev.kappa.RunFuture;
import dev.kappa.Start;
import dev.kappa.StepContext;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.Workflow;
import dev.kappa.Workflows;
import dev.kappa.apps.Apps;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Workflows that wait, fail and die as they are told. */
public final class TestApplication {
  private TestApplication() {}

  /** Names the file that steps leave a line in each time they run. */
  public record Journal(String file) {}

  /** As {@link Journal}, with a time to sleep. */
  public record Nap(String file, int millis) {}

  /** A line for a file. */
  public record Line(String file, String text) {}

  /** A number of turns or bytes. */
  public record Amount(int n) {}

  /** How many children there are in all, and at once. */
  public record Generations(int children, int batch) {}

  /** How many messages are sent, and how large they are. */
  public record Flood(int messages, int bytes) {}

  /** Colours of an {@link Order}. */
  public enum Colour {
    RED,
    GREEN
  }

  /** Part of an {@link Order}. */
  public record Item(String name, int count) {}

  /** An input with a bit of everything. */
  public record Order(
      String name,
      boolean gift,
      double price,
      Colour colour,
      List<Item> items,
      @Nullable String note) {}

  /** {@return the workflows} */
  public static Workflows workflows() {
    return Apps.workflows()
        .and("nap", Nap.class, TestApplication::nap)
        .and("turns", Amount.class, TestApplication::turns)
        .and("throw", Void.class, nothing -> charge())
        .and(
            "throw-again",
            Void.class,
            nothing -> charge().recover(Refused.class, e -> Task.value(e.card())))
        .and(
            "throw-apart",
            Void.class,
            nothing -> Task.spawn(() -> charge()).then(TaskFuture::await))
        .and("crowd", Amount.class, TestApplication::crowd)
        .and("generations", Generations.class, TestApplication::generations)
        .and("relatives", Amount.class, TestApplication::relatives)
        .and("halt", Journal.class, TestApplication::halt)
        .and("hoard", Journal.class, TestApplication::hoard)
        .and("gate", Journal.class, in -> Task.run("gate", () -> awaitFile(in.file())))
        .and("train", Nap.class, TestApplication::train)
        .and("sign", Line.class, in -> Task.step("sign", () -> note(in.file(), in.text())))
        .and(
            Workflow.of(
                    "sign-late",
                    Line.class,
                    in -> Task.step("sign", () -> note(in.file(), in.text())))
                .starts(Start.priority(4)))
        .and("ledger", Journal.class, TestApplication::ledger)
        .and("capture", Void.class, nothing -> capture(new Thread()))
        .and("return", Void.class, nothing -> makeThread())
        .and(
            "large",
            Amount.class,
            in -> Task.step("make", () -> "x".repeat(in.n())).step("measure", String::length))
        .and("archive", Amount.class, in -> archive("x".repeat(in.n())))
        .and("kept", Amount.class, TestApplication::kept)
        .and("overrun", Void.class, nothing -> overrun())
        .and("flood", Flood.class, TestApplication::flood)
        .and("stuck", Void.class, nothing -> stuck())
        .and("order", Order.class, order -> Task.value(order.items().size()))
        .and(Choices.workflows())
        .and(Door.workflows())
        .and(Bulk.workflows());
  }

  /** Works for a while on a resident worker, and says on which process that and the rest was. */
  private static Task<String> train(Nap in) {
    return Task.step("train", () -> worked(in))
        .resident()
        .step("publish", there -> there + " " + ProcessHandle.current().pid());
  }

  private static String worked(Nap in) throws IOException, InterruptedException {
    note(in.file(), Long.toString(ProcessHandle.current().pid()));
    Thread.sleep(in.millis());
    return Long.toString(ProcessHandle.current().pid());
  }

  private static Task<Integer> archive(String text) {
    return Task.step("archive", () -> archived(text))
        .step("check", key -> Bucket.of("s3://data").read(key).orElseThrow().length);
  }

  private static String archived(String text) {
    Bucket bucket = Bucket.of("s3://data");
    String key = Bucket.ownKey("archive");
    bucket.write(key, text.getBytes(StandardCharsets.UTF_8));
    return key;
  }

  /** Has a large value while it waits. */
  private static Task<Integer> kept(Amount in) {
    return Task.step("make", () -> "x".repeat(in.n()))
        .then(
            text ->
                Task.publish("waits", true)
                    .then(() -> Task.signal("go", String.class).await())
                    .map(word -> text.length()));
  }

  private static Task<Long> crowd(Amount in) {
    List<Integer> numbers = IntStream.range(0, in.n()).boxed().toList();
    return Task.spawnAll(numbers, n -> Task.value(n.longValue()))
        .then(Task::awaitAll)
        .map(values -> values.stream().mapToLong(n -> n).sum());
  }

  private record Grown(int children, long sum) {}

  private static Task<Long> generations(Generations in) {
    return Task.iterate(
        new Grown(0, 0),
        so ->
            so.children() < in.children()
                ? generation(so, Math.min(in.batch(), in.children() - so.children()))
                : Task.value(Loop.done(so.sum())));
  }

  private static Task<Loop<Grown, Long>> generation(Grown so, int children) {
    int first = so.children();
    return Task.spawnAll(
            IntStream.range(first, first + children).boxed().toList(),
            n -> Task.value(n.longValue()))
        .then(Task::awaitAll)
        .map(all -> so.sum() + all.stream().mapToLong(n -> n).sum())
        .map(sum -> Loop.again(new Grown(first + children, sum)));
  }

  private static Task<Integer> relatives(Amount in) {
    List<Integer> numbers = IntStream.range(0, in.n()).boxed().toList();
    return Task.spawnAll(numbers, n -> other(new Amount(100 + n)))
        .then(Task::awaitAll)
        .and(sum -> Task.start("throw", null, String.class))
        .also((counts, thrower) -> Task.start("turns", new Amount(7), Integer.class))
        .and((counts, thrower) -> caught(thrower))
        .map((counts, thrower, code) -> code + counts.stream().mapToInt(n -> n).sum());
  }

  private static Task<Integer> other(Amount in) {
    return Task.start("turns", in, Integer.class).then(RunFuture::await);
  }

  private static Task<Integer> caught(RunFuture<String> thrower) {
    return thrower.await().map(String::length).recover(KappaException.class, e -> Task.value(0));
  }

  /** What {@code throw} throws. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final String card;

    /** Of a card. */
    public Refused(String card, Throwable cause) {
      super("the card " + card + " was refused", cause);
      this.card = card;
    }

    String card() {
      return card;
    }
  }

  private static Task<String> nap(Nap in) {
    return Task.step("before", () -> note(in.file(), "before"))
        .then(() -> Task.sleep(Duration.ofMillis(in.millis())))
        .step("after", nothing -> note(in.file(), "after"));
  }

  private static Task<Integer> turns(Amount in) {
    int n = in.n();
    return Task.iterate(
        0,
        turn ->
            turn < n
                ? Task.step("turn", () -> turn + 1).map(Loop::again)
                : Task.value(Loop.done(turn)));
  }

  private static Task<String> charge() {
    return Task.step(
        "charge",
        () -> {
          throw new Refused("4711", new IllegalStateException("no answer from the bank"));
        });
  }

  private static Task<String> overrun() {
    return Task.step(
            "slow",
            () -> {
              Thread.sleep(600_000);
              return "not reached";
            })
        .recover(KappaException.class, e -> Task.value(e.code().text() + ": " + e.getMessage()));
  }

  private static Task<String> flood(Flood in) {
    return Task.<String>channel(1_000_000).then(channel -> flood(channel, in));
  }

  private static Task<String> flood(Channel<String> channel, Flood in) {
    List<Integer> numbers = IntStream.range(0, in.messages()).boxed().toList();
    return Task.forEach(numbers, n -> channel.send("x".repeat(in.bytes())))
        .map(nothing -> "all were sent")
        .recover(
            KappaException.class,
            e -> channel.receive().map(first -> e.code().text() + ": " + e.getMessage()));
  }

  private static Task<String> stuck() {
    return Task.<String>channel(1)
        .then(channel -> Task.spawn(channel::receive))
        .then(TaskFuture::await);
  }

  private static Task<String> halt(Journal in) {
    return Task.step("prepare", () -> note(in.file(), "prepare"))
        .step("halt", text -> haltAfter(in.file()));
  }

  private static Task<Integer> hoard(Journal in) {
    return Task.step("hoard", () -> fillTheMemory(in.file()));
  }

  private static int fillTheMemory(String file) throws IOException {
    note(file, "hoard");
    List<byte[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new byte[8 << 20]);
    }
    return all.size();
  }

  private static String haltAfter(String file) throws IOException {
    note(file, "halt");
    Runtime.getRuntime().halt(7);
    return "not reached";
  }

  /** Leaves a line each time that it is opened, used and closed. */
  private record Ledger(String file) implements AutoCloseable {
    static Ledger open(String file) throws IOException {
      note(file, "open");
      return new Ledger(file);
    }

    String book(String what) throws IOException {
      StepContext.current().logger().log(System.Logger.Level.INFO, "booked {0}", what.length());
      return note(file, what);
    }

    String bookOrDie(String what) throws IOException {
      return Files.readString(Path.of(file)).contains("halt") ? book(what) : haltAfter(file);
    }

    @Override
    public void close() throws IOException {
      note(file, "close");
    }
  }

  private static Task<String> ledger(Journal in) {
    Resource<Ledger> ledger = Resource.of("ledger", () -> Ledger.open(in.file()));
    return Task.step("first", () -> ledger.get().book("first"))
        .step("second", text -> ledger.get().bookOrDie("second"))
        .step("third", text -> ledger.get().book("third"));
  }

  @SuppressWarnings("kappa") // it is refused when it runs
  private static Task<Boolean> capture(Thread thread) {
    return Task.step("look", () -> thread.isAlive());
  }

  @SuppressWarnings("kappa") // it is refused when it runs
  private static Task<String> makeThread() {
    return Task.step("make", () -> new Thread()).step("use", Thread::getName);
  }

  /** Says in a file beside it that it waits. */
  private static void awaitFile(String file) throws IOException, InterruptedException {
    note(file + ".awaited", "yes");
    while (!Files.exists(Path.of(file))) {
      Thread.sleep(20);
    }
  }

  private static String note(String file, String line) throws IOException {
    Files.writeString(
        Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return line;
  }
}

package dev.kappa.tests.app.soak;

import dev.kappa.Channel;
import dev.kappa.Loop;
import dev.kappa.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Large values on all ways that values take: into spawned tasks, from step to step, through a
 * channel, and as what a task and the run come to. All of each is looked at.
 */
public final class Parcels {
  /** How many each packer sends. */
  public static final int EACH = 3;

  private Parcels() {}

  /**
   * Something large.
   *
   * @param name what is in it
   * @param made by which execution of which step
   */
  record Parcel(String name, String content, Done made) {
    Parcel checked(Job job) {
      Content.checked(named(job.traces(), name), characters(job), content);
      return this;
    }
  }

  /** {@return of what name the content of a run's parcel is} */
  public static String named(String run, String parcel) {
    return run + " " + parcel;
  }

  private static int characters(Job job) {
    return job.size() << 10;
  }

  /** What was opened, in order; all steps; and a content of the run's own. */
  record Opened(List<String> names, List<Done> done, String content) {}

  private record Shelf(List<String> names, List<Done> done, Parcel last) {
    Shelf plus(Parcel parcel, Done opened) {
      return new Shelf(
          Stream.concat(names.stream(), Stream.of(parcel.name())).toList(),
          Stream.concat(done.stream(), Stream.of(parcel.made(), opened)).toList(),
          parcel);
    }
  }

  // ---- packers, and one who opens

  static Task<Opened> send(Job job) {
    return Task.<Parcel>channel(1)
        .and(way -> make(job, "order", 0))
        .then((way, order) -> run(job, way, order));
  }

  private static Task<Parcel> make(Job job, String name, int number) {
    return Task.step("make", () -> made(job, name, number));
  }

  private static Parcel made(Job job, String name, int number)
      throws IOException, InterruptedException {
    Done done = Trace.mark(job, "made:" + name, number);
    return new Parcel(name, Content.of(named(job.traces(), name), characters(job)), done);
  }

  private static Task<Opened> run(Job job, Channel<Parcel> way, Parcel order) {
    return Task.spawnAll(
            IntStream.range(0, job.width()).boxed().toList(),
            packer -> pack(job, packer, order, way))
        .then(
            packers ->
                open(job, way, order)
                    .and(shelf -> Task.awaitAll(packers))
                    .then((shelf, receipts) -> end(job, shelf, receipts)));
  }

  /** The order goes along with each task. {@return its receipt} */
  private static Task<Parcel> pack(Job job, int packer, Parcel order, Channel<Parcel> way) {
    return Task.forEach(
            IntStream.range(0, EACH).boxed().toList(),
            number ->
                make(job, packer + ":" + number, number)
                    .then(parcel -> way.send(parcel.checked(job))))
        .then(() -> make(job, order.checked(job).name() + " of " + packer, EACH));
  }

  private static Task<Shelf> open(Job job, Channel<Parcel> way, Parcel order) {
    return Task.iterate(
        new Shelf(List.of(), List.of(order.made()), order),
        shelf ->
            shelf.names().size() == EACH * job.width()
                ? Task.value(Loop.done(shelf))
                : way.receive()
                    .then(parcel -> open(job, shelf, parcel))
                    .map(more -> Loop.again(more)));
  }

  private static Task<Shelf> open(Job job, Shelf shelf, Parcel parcel) {
    return Task.step("open", () -> opened(job, shelf, parcel))
        .map(done -> shelf.plus(parcel, done));
  }

  private static Done opened(Job job, Shelf shelf, Parcel parcel)
      throws IOException, InterruptedException {
    shelf.last().checked(job);
    parcel.checked(job);
    return Trace.mark(job, "opened:" + parcel.name(), shelf.names().size() + 1);
  }

  private static Task<Opened> end(Job job, Shelf shelf, List<Parcel> receipts) {
    return make(job, "end", EACH * job.width() + 1)
        .map(
            last -> {
              List<Done> done = new ArrayList<>(shelf.done());
              receipts.forEach(receipt -> done.add(receipt.checked(job).made()));
              done.add(last.made());
              return new Opened(shelf.names(), done, last.content());
            });
  }

  // ---- one that is kept

  /** What was kept; and both steps. */
  record Kept(List<Done> done, String content) {}

  /** Has a large value until somebody says that it may go on. */
  static Task<Kept> keep(Job job) {
    return make(job, "kept", 0)
        .and(kept -> Task.signal("open", Integer.class).await())
        .then((kept, opened) -> look(job, kept));
  }

  private static Task<Kept> look(Job job, Parcel kept) {
    return Task.step("look", () -> Trace.mark(job, "seen:" + kept.checked(job).name(), 1))
        .map(seen -> new Kept(List.of(kept.made(), seen), kept.content()));
  }
}

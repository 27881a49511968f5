package dev.kappa.tests.simulation;

import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.blobs.BucketsOfWorlds;
import dev.kappa.coordinator.blobs.StoreWithBucket;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.engine.Application;
import dev.kappa.coordinator.engine.Engine;
import dev.kappa.coordinator.engine.EngineRuns;
import dev.kappa.coordinator.engine.EngineWorkers;
import dev.kappa.coordinator.engine.Invitations;
import dev.kappa.coordinator.engine.Seat;
import dev.kappa.coordinator.engine.Time;
import dev.kappa.coordinator.store.Formats;
import dev.kappa.coordinator.store.SimulatedRedis;
import dev.kappa.coordinator.store.Store;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A coordinator's process: the real engine on a virtual loop, with the real client of Redis. */
final class SimulatedCoordinator {
  static final int PARTITIONS = 3;

  /** Longer than a lease may be. */
  private static final int LONGEST_FREEZE = 12_000;

  private final World world;
  private final Coordinators others;
  private final SimulatedLoop loop;
  private final Engine engine;
  private final Runs runs;
  private final Set<Line> lines = new LinkedHashSet<>();
  private final long behind;
  private final Duration lease;
  private final int number;
  private final Formats formats;
  private boolean leaving;

  SimulatedCoordinator(
      World world,
      Coordinators others,
      SimulatedRedis redis,
      Workers workers,
      Setting setting,
      int number) {
    this.world = world;
    this.others = others;
    this.number = number;
    this.formats = setting.formats(world, number);
    this.lease = setting.term();
    this.behind = world.strikes(Fault.CLOCK) ? world.some(5000) : 0;
    this.loop = new SimulatedLoop(world, this::before);
    SimulatedPlatform platform = new SimulatedPlatform(world, this, workers, setting.program());
    Time time = new Time(() -> world.now() - behind, () -> world.now() * 1_000_000);
    Invitations invitations = new Invitations("simulated", "secret");
    Store store = store(redis, workers);
    this.engine =
        new Engine(
            loop,
            store,
            platform,
            invitations,
            setting.settings().with(setting.workers(number)),
            time);
    this.runs = new EngineRuns(loop, engine, new Application(platform));
    engine.onDefect((where, why) -> world.violated(this + ", " + where + ": " + why));
    world.tell("%s begins, of %s, %s".formatted(this, formats, setting.workers(number)));
    engine.everywhere(new SimulatedForwarding(world, engine.peers(), runs, others));
    engine.reaching(workers.ways(this));
    if (store instanceof StoreWithBucket large) {
      invitations.blobs(large.place());
      large.sweep(engine::littered, header -> RunHeader.read(header).over());
    }
    loop.execute(this::open);
  }

  private Store store(SimulatedRedis redis, Workers workers) {
    Store plain = redis.store(loop, PARTITIONS);
    SimulatedBucket bucket = workers.bucket();
    return bucket == null
        ? plain
        : BucketsOfWorlds.store(
            plain,
            bucket.place(),
            bucket,
            loop,
            task -> world.after(world.delay(), task),
            () -> Instant.ofEpochMilli(world.now()));
  }

  private void open() {
    URI api = URI.create("http://" + name());
    Seat seat = new Seat(name(), api, name() + ":1", lease, false, formats);
    var unused = engine.open(seat);
    engine.failed().exceptionally(this::failed);
  }

  private @Nullable Void failed(Throwable why) {
    if (!formats.equals(Formats.CURRENT) && !hasEnded()) {
      world.tell(this + " is of an older release, and is not needed any more: " + why);
      end();
      others.ended();
    } else {
      world.violated(this + " can't go on: " + why);
    }
    return null;
  }

  /** {@return what others know it by} */
  String name() {
    return "c" + number;
  }

  SimulatedLoop loop() {
    return loop;
  }

  Runs runs() {
    return runs;
  }

  EngineWorkers workers() {
    return engine.workers();
  }

  void opened(Line line) {
    lines.add(line);
  }

  boolean hasEnded() {
    return loop.hasEnded();
  }

  // ---- dying

  private void before() {
    mayDie();
    if (hasEnded()) {
      return;
    }
    if (world.strikes(Fault.COORDINATOR_FREEZE)) {
      loop.freeze(world.some(LONGEST_FREEZE));
    } else if (world.strikes(Fault.COORDINATOR_JOINED)) {
      others.join();
    } else if (!leaving && world.strikes(Fault.COORDINATOR_LEAVES)) {
      leave();
    }
  }

  private void leave() {
    leaving = true;
    world.tell(this + " is to leave");
    others.join();
    engine
        .drain(Duration.ofMillis(world.some(4000)))
        .thenCompose(drained -> engine.close())
        .whenComplete(
            (left, error) -> {
              world.tell(this + " has left");
              end();
              others.ended();
            });
  }

  /** Dies here and now, if it is to. */
  void mayDie() {
    if (!hasEnded() && world.strikes(Fault.COORDINATOR_CRASH)) {
      die();
    }
  }

  /** Stands still for so long. */
  void freeze(long millis) {
    world.tell(this + " stands still for " + millis + " ms");
    loop.freeze(millis);
  }

  void die() {
    world.tell(this + " dies");
    end();
    others.ended();
  }

  private void end() {
    loop.end();
    List.copyOf(lines).forEach(Line::cut);
  }

  @Override
  public String toString() {
    return "coordinator " + number;
  }
}

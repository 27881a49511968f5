package dev.kappa.tests.simulation;

import dev.kappa.coordinator.store.RedisWorld;
import dev.kappa.coordinator.store.SimulatedRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happens to Redis in a world. */
final class RedisSurroundings implements RedisWorld {
  private final World world;
  private final Monitor monitor;
  private final Tenures tenures;
  private final SimulatedRedis redis;
  private boolean partitionsAway;
  private @Nullable Late partitions;
  private @Nullable Late members;

  /** What is asked until {@code end} is done, or answered, at {@code then}. */
  private record Late(long end, long then) {}

  /**
   * @param lease of coordinators
   */
  RedisSurroundings(World world, Duration lease) {
    this.world = world;
    this.redis = new SimulatedRedis(this);
    this.tenures = new Tenures(world, lease);
    this.monitor = new Monitor(world, redis, tenures);
  }

  Monitor monitor() {
    return monitor;
  }

  SimulatedRedis redis() {
    return redis;
  }

  @Override
  public long now() {
    return world.now();
  }

  @Override
  public void at(long millis, Runnable action) {
    world.at(millis, action);
  }

  @Override
  public int delay() {
    return world.delay();
  }

  @Override
  public int pause() {
    return world.some(400);
  }

  @Override
  public int stall() {
    return 100 + world.some(7000);
  }

  @Override
  public boolean isAway(String key) {
    return partitionsAway && isOfPartition(key);
  }

  private static boolean isOfPartition(String key) {
    return key.startsWith("kappa:{p");
  }

  /** From now on nobody is served who wants something of a partition, or again everybody. */
  void partitionsAway(boolean away) {
    world.tell("the servers of partitions are " + (away ? "away" : "back"));
    partitionsAway = away;
  }

  /** What is asked of partitions from now until {@code end} is done at {@code then}. */
  void partitionsHearLate(long end, long then) {
    world.tell("partitions hear late until " + end);
    partitions = new Late(end, then);
  }

  /** Heartbeats that come from now until {@code end} are answered at {@code then}. */
  void membersAreAnsweredLate(long end, long then) {
    world.tell("members are answered late until " + end);
    members = new Late(end, then);
  }

  private @Nullable Late late(String key) {
    Late late = isOfPartition(key) ? partitions : members;
    return late == null || now() >= late.end() ? null : late;
  }

  @Override
  public long then(String key) {
    return Objects.requireNonNull(late(key)).then();
  }

  @Override
  public Trouble trouble(String key) {
    if (late(key) != null) {
      return isOfPartition(key) ? Trouble.DONE_LATE : Trouble.ANSWERED_LATE;
    }
    if (world.strikes(Fault.TAIL_LOST)) {
      return tailLost();
    }
    if (world.strikes(Fault.FAIL_OVER)) {
      redis.failOver(0, world.some(1500));
      return Trouble.LOST;
    }
    if (world.strikes(Fault.STORE_REFUSED)) {
      return Trouble.REFUSED;
    }
    if (world.strikes(Fault.STORE_LOST)) {
      return Trouble.LOST;
    }
    if (world.strikes(Fault.STORE_UNACKNOWLEDGED)) {
      return Trouble.UNACKNOWLEDGED;
    }
    if (world.strikes(Fault.STORE_STALLED)) {
      return Trouble.STALLED;
    }
    return world.strikes(Fault.STORE_SILENT) ? Trouble.SILENT : Trouble.NONE;
  }

  /** At a command, or at some time when perhaps nothing is under way. */
  private Trouble tailLost() {
    if (world.random.nextBoolean()) {
      world.after(world.some(1000), this::loseTail);
      return Trouble.NONE;
    }
    loseTail();
    return Trouble.LOST;
  }

  /** Redis loses what it acknowledged last. */
  void loseTail() {
    world.tell("Redis loses what it acknowledged last");
    redis.failOver(world.some(8), world.some(1500));
    tenures.tailLost();
    monitor.tailLost();
  }

  @Override
  public void stored(String run, Map<String, byte[]> changed, List<String> dropped) {
    monitor.stored(run, changed);
    monitor.dropped(run, dropped);
  }

  @Override
  public void taken(String partition, String owner) {
    tenures.taken(partition, owner);
  }

  @Override
  public void wrote(String owner) {
    tenures.wrote(owner);
  }

  @Override
  public void violated(String what) {
    world.violated(what);
  }
}

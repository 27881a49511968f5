package dev.kappa.coordinator.store;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store's connections for one purpose: one to each master. Whenever one breaks, or a server
 * declines because it is not the master, the topology is asked anew and connections to servers that
 * are masters no more are given up. Used on its event loop only.
 */
final class Links implements RedisLink.Watcher {
  private static final Duration NO_MASTER_PAUSE = Duration.ofMillis(500);

  /** Before there are so many, nobody looks for those that are not waited for any more. */
  private static final int FEW = 1_000;

  /** What goes on, while it is wanted, as soon as the master of a slot can be spoken to. */
  private record Waiting(int slot, CompletableFuture<?> whose, Runnable what) {}

  private final Home home;
  private final Topology topology;
  private final Function<RedisURI, CompletionStage<StatefulRedisConnection<byte[], byte[]>>>
      connector;
  private final Health health;
  private final int replicas;
  private final @Nullable LevelCheck check;
  private final Map<RedisURI, RedisLink> byMaster = new LinkedHashMap<>();
  private final Set<Consumer<Throwable>> promised = new LinkedHashSet<>();
  private List<Waiting> waiting = new ArrayList<>();
  private int many = FEW;
  private boolean refreshing;
  private boolean closed;

  Links(
      Home home,
      Topology topology,
      Function<RedisURI, CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connector,
      Health health,
      int replicas) {
    this(home, topology, connector, health, replicas, null);
  }

  /**
   * @param check each connection is used only as long as its master passes it; null for what is
   *     only read, or can be lost
   */
  Links(
      Home home,
      Topology topology,
      Function<RedisURI, CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connector,
      Health health,
      int replicas,
      @Nullable LevelCheck check) {
    this.home = home;
    this.topology = topology;
    this.connector = connector;
    this.health = health;
    this.replicas = replicas;
    this.check = check;
  }

  /** Connects to a slot's master, for as long as it takes. {@return complete when connected} */
  CompletableFuture<Void> open(int slot) {
    CompletableFuture<Void> up = promise();
    whenUp(new Waiting(slot, up, () -> up.complete(null)));
    return up;
  }

  /** {@return the way to the master of a slot, whoever that is} */
  Route to(int slot) {
    return new Route(this, slot, false);
  }

  /** {@return the way for what must be durable before it is acknowledged} */
  Route durably(int slot) {
    return new Route(this, slot, replicas > 0);
  }

  <T extends @Nullable Object> CompletionStage<T> attempt(
      Route route, RedisLink.Command<T> command, Duration timeout) {
    RedisLink link = link(route.slot());
    if (link == null) {
      return CompletableFuture.failedFuture(
          new ConnectionLost("no master of slot " + route.slot() + " is known", null));
    }
    CompletionStage<T> reply =
        route.confirmed() ? link.attemptDurably(command, timeout) : link.attempt(command, timeout);
    return reply.whenComplete(
        (value, error) -> {
          if (error != null && Trouble.of(Script.unwrap(error)) == Trouble.ELSEWHERE) {
            refresh();
          }
        });
  }

  /**
   * Runs {@code again} after a pause, when the slot's master can be spoken to, unless {@code whose}
   * is done by then.
   */
  void later(int slot, int failuresBefore, CompletableFuture<?> whose, Runnable again) {
    var next = new Waiting(slot, whose, again);
    home.after(Backoff.after(failuresBefore), () -> whenUp(next));
  }

  private void whenUp(Waiting next) {
    if (next.whose.isDone()) {
      return;
    }
    RedisLink link = link(next.slot);
    if (link != null && link.isUp()) {
      next.what.run();
    } else if (!closed) {
      forgetTheDone();
      waiting.add(next);
    }
  }

  /** Each is looked at seldom: only when there are twice as many as were left the last time. */
  private void forgetTheDone() {
    if (waiting.size() >= many) {
      waiting.removeIf(each -> each.whose.isDone());
      many = Math.max(FEW, 2 * waiting.size());
    }
  }

  /** {@return how much waits, some of it perhaps in vain} */
  int waiting() {
    return waiting.size();
  }

  private @Nullable RedisLink link(int slot) {
    RedisURI master = topology.master(slot);
    if (master == null || closed) {
      return null;
    }
    RedisLink known = byMaster.get(master);
    if (known != null) {
      return known;
    }
    var made =
        new RedisLink(
            home,
            () -> connector.apply(master),
            checkOf(master),
            health.at(master),
            this,
            replicas);
    byMaster.put(master, made);
    made.connect();
    return made;
  }

  private RedisLink.@Nullable Command<Void> checkOf(RedisURI master) {
    LevelCheck demanded = check;
    return demanded == null ? null : redis -> demanded.held(master, redis);
  }

  @Override
  public void up() {
    List<Waiting> all = waiting;
    waiting = new ArrayList<>();
    all.forEach(this::whenUp);
  }

  @Override
  public void down() {
    refresh();
  }

  private void refresh() {
    if (refreshing || closed) {
      return;
    }
    refreshing = true;
    topology
        .refresh()
        .whenComplete(
            (done, error) -> {
              refreshing = false;
              follow();
            });
  }

  /** Gives up the connections to former masters, and lets what waits look for the new ones. */
  private void follow() {
    var former = new HashMap<>(byMaster);
    former.keySet().removeAll(topology.masters());
    byMaster.keySet().removeAll(former.keySet());
    former.values().forEach(RedisLink::close);
    up();
    if (waiting.stream().anyMatch(each -> topology.master(each.slot) == null)) {
      home.after(NO_MASTER_PAUSE, this::refresh);
    }
  }

  /** Lets a future fail with {@link CancellationException} when these links are closed. */
  <T extends @Nullable Object> CompletableFuture<T> promise() {
    var future = new CompletableFuture<T>();
    if (closed) {
      future.completeExceptionally(closedException());
      return future;
    }
    Consumer<Throwable> fail = future::completeExceptionally;
    promised.add(fail);
    whenDone(future, () -> promised.remove(fail));
    return future;
  }

  /** Fails {@code future} unless it is complete by then. */
  void failAfter(Duration patience, CompletableFuture<?> future, Supplier<Throwable> error) {
    Runnable callOff = home.after(patience, () -> future.completeExceptionally(error.get()));
    whenDone(future, callOff);
  }

  Health.Place health(int slot) {
    return health.at(slot);
  }

  /** {@return whether a slot's master is known, and nobody waits for it, or for the slot} */
  boolean reachable(int slot) {
    RedisURI master = topology.master(slot);
    return master != null && health.good(master) && health.good(slot);
  }

  void close() {
    closed = true;
    waiting.clear();
    byMaster.values().forEach(RedisLink::close);
    List.copyOf(promised).forEach(fail -> fail.accept(closedException()));
  }

  private static CancellationException closedException() {
    return new CancellationException("the store was closed");
  }

  private static void whenDone(CompletionStage<?> future, Runnable what) {
    future.whenComplete((value, error) -> what.run());
  }
}

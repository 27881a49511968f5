package dev.kappa.coordinator;

import dev.kappa.coordinator.access.Keys;
import dev.kappa.coordinator.access.OwnersToken;
import dev.kappa.coordinator.access.Protection;
import dev.kappa.coordinator.access.Tls;
import dev.kappa.coordinator.access.TokenFile;
import dev.kappa.coordinator.access.Tokens;
import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.api.Audit;
import dev.kappa.coordinator.api.Entrance;
import dev.kappa.coordinator.api.Guard;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.blobs.StoreWithBucket;
import dev.kappa.coordinator.core.RunHeader;
import dev.kappa.coordinator.engine.Application;
import dev.kappa.coordinator.engine.CodeSchedules;
import dev.kappa.coordinator.engine.Engine;
import dev.kappa.coordinator.engine.EngineRuns;
import dev.kappa.coordinator.engine.EngineSettings;
import dev.kappa.coordinator.engine.Invitations;
import dev.kappa.coordinator.engine.Seat;
import dev.kappa.coordinator.engine.Time;
import dev.kappa.coordinator.platform.Platform;
import dev.kappa.coordinator.server.PeerConnections;
import dev.kappa.coordinator.server.WorkerServer;
import dev.kappa.coordinator.store.Store;
import dev.kappa.objects.BlobPlace;
import dev.kappa.wire.Trust;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A coordinator: one event loop on which workers, clients and Redis meet, so that a commit goes
 * from socket to socket without a change of thread. It shares the store's partitions with the other
 * coordinators that work on it.
 */
public final class Coordinator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

  /** So long others are waited for that take over, and workers that end what they do. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final CompletableFuture<Engine> engine = new CompletableFuture<>();

  private Coordinator() {
    open.push(() -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly());
  }

  /** A coordinator that serves. */
  public record Running(Coordinator coordinator, Runs runs, URI api, CompletableFuture<Void> failed)
      implements AutoCloseable {
    @Override
    public void close() {
      coordinator.close();
    }
  }

  /**
   * Starts a coordinator; returns when it serves.
   *
   * @param store makes the store, on the given event loop
   * @param platform starts workers; closed with the coordinator
   * @param settings how it works
   * @param where clients and workers find it
   * @param lease how long other coordinators wait for this one, once it is silent
   * @param alone whether no other coordinator can be at work on the store: then it has all at once,
   *     else what others had that died when their lease is over
   * @param protection who may ask what
   * @throws dev.kappa.error.KappaException if a part can't be started; then nothing is left running
   */
  public static Running start(
      Function<EventLoopGroup, CompletableFuture<? extends Store>> store,
      Platform platform,
      EngineSettings settings,
      Listening where,
      Duration lease,
      boolean alone,
      Protection protection) {
    return start(store, null, platform, settings, where, lease, alone, protection);
  }

  /**
   * As {@link #start(Function, Platform, EngineSettings, Listening, Duration, boolean,
   * Protection)}.
   *
   * @param blobs the bucket for large values; null to have them in the store, too
   */
  public static Running start(
      Function<EventLoopGroup, CompletableFuture<? extends Store>> store,
      @Nullable BlobPlace blobs,
      Platform platform,
      EngineSettings settings,
      Listening where,
      Duration lease,
      boolean alone,
      Protection protection) {
    Coordinator coordinator = new Coordinator();
    coordinator.open.push(platform);
    try {
      return coordinator.begin(store, blobs, platform, settings, where, lease, alone, protection);
    } catch (CompletionException e) {
      coordinator.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException e) {
      coordinator.close();
      throw e;
    }
  }

  private Running begin(
      Function<EventLoopGroup, CompletableFuture<? extends Store>> stores,
      @Nullable BlobPlace blobs,
      Platform platform,
      EngineSettings settings,
      Listening where,
      Duration lease,
      boolean alone,
      Protection protection) {
    Tokens tokens = tokens(protection);
    Audit audit = audit(protection);
    Tls tls = protection.tls();
    Application application = new Application(platform);
    CompletableFuture<?> described = application.workflows();
    Store plain = stores.apply(group).join();
    StoreWithBucket large = blobs == null ? null : StoreWithBucket.of(plain, blobs, loop);
    Store store = large == null ? plain : large;
    open.push(store);
    Keys keys = Keys.of(store.secret());
    var invitations = new Invitations(where.host(), store.secret());
    if (tokens != null) {
      invitations.signals(keys.signals());
    }
    if (tls != null) {
      invitations.tls(tls.trust());
    }
    String trust = tls == null ? Trust.PLATFORM : tls.trust();
    WorkerServer workers =
        WorkerServer.bind(
            group,
            where.host(),
            where.workerPort(),
            settings.concurrency(),
            invitations.tokens(),
            tls,
            () -> engine.join().workers());
    open.push(workers);
    invitations.port(workers.port());
    Engine made = new Engine(loop, store, platform, invitations, settings, Time.system());
    open.push(() -> on(made::close, FAREWELL));
    made.workers().whenRoom(workers::readOn);
    engine.complete(made);
    if (large != null) {
      invitations.blobs(large.place());
      large.sweep(made::littered, header -> RunHeader.read(header).over());
    }
    EngineRuns local = new EngineRuns(loop, made, application);
    ForwardingRuns runs = new ForwardingRuns(loop, othersOf(made), local, keys, trust);
    open.push(runs);
    Entrance entrance = new Entrance(Guard.of(tokens, keys), audit, tls);
    ApiServer api =
        ApiServer.start(
            group,
            where.host(),
            where.port(),
            runs,
            local,
            store::trouble,
            entrance,
            new CoordinatorMetrics(loop, made));
    open.push(api);
    invitations.api(api.uri());
    // Only now, when nothing can fail any more that would have taken the store from another.
    Seat seat = Seat.of(api.uri(), where.host() + ":" + workers.port(), lease, alone);
    loop.execute(() -> made.alongside(described));
    loop.execute(() -> made.everywhere(runs));
    loop.execute(() -> made.reaching(new PeerConnections(loop, tls)));
    CompletableFuture.supplyAsync(() -> made.open(seat), loop).thenCompose(opened -> opened).join();
    new CodeSchedules(application, runs.schedules()).apply().whenComplete(Coordinator::planned);
    open.push(() -> on(() -> made.drain(DRAIN), DRAIN.plus(FAREWELL)));
    LOG.info("{} with {} and {}", api.uri(), store.describe(), platform.describe());
    return new Running(this, runs, api.uri(), made.failed());
  }

  private @Nullable Tokens tokens(Protection protection) {
    if (protection.tokens() == null) {
      return null;
    }
    TokenFile file = TokenFile.open(protection.tokens());
    open.push(file);
    return protection.owner() == null ? file : new OwnersToken(protection.owner(), file);
  }

  private @Nullable Audit audit(Protection protection) {
    if (protection.audit() == null) {
      return null;
    }
    Audit audit = Audit.to(protection.audit());
    open.push(audit);
    return audit;
  }

  private static void planned(@Nullable Void done, @Nullable Throwable error) {
    if (error != null) {
      LOG.warn("the schedules of the application are left as they were", error);
    }
  }

  private static ForwardingRuns.Others othersOf(Engine engine) {
    return new ForwardingRuns.Others() {
      @Override
      public @Nullable URI ownerOf(String run) {
        return engine.peers().clientsTo(run);
      }

      @Override
      public Set<URI> all() {
        return engine.peers().clientsToOthers();
      }
    };
  }

  /** Does something on the loop and waits for its end, but not for longer than that. */
  private void on(Supplier<CompletableFuture<Void>> what, Duration atMost) {
    CompletableFuture.supplyAsync(what, loop)
        .thenCompose(begun -> begun)
        .completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /**
   * Stops. If there are other coordinators, its partitions go to them, and its workers end what
   * they do, for 20 s at most. Runs stay in the store and go on when a coordinator starts on it
   * again.
   */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("while closing", e);
      }
    }
  }
}

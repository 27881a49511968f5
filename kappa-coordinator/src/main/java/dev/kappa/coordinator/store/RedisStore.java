package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;
import static dev.kappa.coordinator.store.Keys.text;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.cluster.SlotHash;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store on Redis of version 6.2 or newer: a server, one behind Sentinels, or a Cluster. Three
 * connections to each master: one for batches, whose commands are never repeated blindly, one for
 * reads, and one for blobs, so that large ones keep nothing else waiting. All run on one event
 * loop, the caller's.
 */
public final class RedisStore implements Store {
  /** The version of what is stored. Another one is refused, not guessed at. */
  static final int FORMAT = 1;

  private static final Duration OPEN_PATIENCE = Duration.ofSeconds(10);
  private static final Duration READ_PATIENCE = Duration.ofSeconds(10);
  private static final Duration BLOB_PATIENCE = Duration.ofSeconds(150);

  private final RedisSettings settings;
  private final RedisClients clients;
  private final Server server;
  private final String secret;
  private final Home home;
  private final Health health;
  private final Links writes;
  private final Links reads;
  private final Links blobs;
  private final Links leases;
  private final Members members;

  private RedisStore(
      RedisSettings settings,
      RedisClients clients,
      Topology topology,
      FirstConnection.Found found,
      Home home) {
    this.settings = settings;
    this.clients = clients;
    this.server = found.server();
    this.secret = found.secret();
    this.home = home;
    this.health = new Health(settings.address());
    int replicas = settings.durability().replicas();
    LevelCheck check =
        (master, redis) -> new NodeCheck(settings, topology, master).stillPassed(redis);
    this.writes = new Links(home, topology, clients::connect, health, replicas, check);
    this.reads = new Links(home, topology, clients::connect, health, 0);
    this.blobs = new Links(home, topology, clients::connect, health, replicas, check);
    this.leases = new Links(home, topology, clients::connect, health, 0);
    this.members =
        new DescribedMembers(
            new RedisMembers(leases, settings.commandTimeout(), home),
            leases.to(SlotHash.getSlot(Keys.META)),
            settings,
            server,
            secret);
  }

  /**
   * Connects and checks that the server can hold what the settings promise; creates the store where
   * there is none.
   *
   * @param group of which one event loop is used for all; must be of Netty's NIO transport
   * @return the store, or within a few seconds a {@link KappaException}: {@code REDIS_UNREACHABLE}
   *     if nobody answers at the address or the password is wrong; {@code UNSUPPORTED_STORE} if the
   *     server is older than 6.2, may evict keys, is a replica, can't hold the durability level,
   *     lacks a permission, or holds a store of another format or number of partitions
   */
  public static CompletableFuture<RedisStore> connect(
      RedisSettings settings, EventLoopGroup group) {
    EventLoop loop = group.next();
    var home = new Home(loop);
    RedisAddress redis = settings.redis();
    var clients = new RedisClients(home, redis.trust());
    var topology = Topology.of(redis, clients);
    CompletableFuture<RedisStore> store =
        home.call(
            () ->
                new FirstConnection(settings, clients, topology, home)
                    .checked()
                    .thenCompose(
                        found ->
                            new RedisStore(settings, clients, topology, found, home).opened()));
    return store.whenComplete(
        (made, error) -> {
          if (error != null) {
            clients.close();
          }
        });
  }

  private CompletableFuture<RedisStore> opened() {
    var connections = new ArrayList<CompletableFuture<Void>>();
    connections.add(leases.open(Keys.ofMembers().slot()));
    for (int partition = 0; partition < partitions(); partition++) {
      int slot = Keys.ofPartition(partition).slot();
      Stream.of(writes, reads, blobs).forEach(links -> connections.add(links.open(slot)));
    }
    var up = CompletableFuture.allOf(connections.toArray(CompletableFuture[]::new));
    writes.failAfter(
        OPEN_PATIENCE, up, () -> FirstConnection.unreachable(settings, "disconnected"));
    return up.whenComplete(
            (opened, error) -> {
              if (error != null) {
                close();
              }
            })
        .thenApply(opened -> this);
  }

  @Override
  public int partitions() {
    return settings.partitions();
  }

  @Override
  public CompletableFuture<Partition> takeOver(int partition, String member) {
    return takeOver(partition, member, List.of())
        .thenApply(taken -> taken.orElseThrow(IllegalStateException::new));
  }

  @Override
  public CompletableFuture<Optional<Partition>> takeOver(
      int partition, String member, Holding from) {
    return takeOver(
        partition, member, List.of(bytes(from.owner()), bytes(Long.toString(from.term()))));
  }

  private CompletableFuture<Optional<Partition>> takeOver(
      int partition, String member, List<byte[]> from) {
    Names.checkPartition(partition, partitions());
    Keys keys = Keys.ofPartition(partition);
    String owner = PartitionOwner.of(member).text();
    var arguments = new ArrayList<byte[]>();
    arguments.add(bytes(owner));
    arguments.add(bytes(owner + "-0"));
    arguments.add(bytes(Integer.toString(FORMAT)));
    arguments.addAll(from);
    return home.call(
            () ->
                // What an owner before wrote may be on no replica yet; this is behind it.
                Retry.forever(
                    writes.durably(keys.slot()),
                    settings.commandTimeout(),
                    redis -> Script.TAKE_OVER.list(redis, List.of(keys.header()), arguments)))
        .thenApply(reply -> taken(partition, keys, owner, reply));
  }

  private Optional<Partition> taken(int partition, Keys keys, String owner, List<Object> reply) {
    String kind = text((byte[]) reply.get(0));
    if (kind.equals("held")) {
      return Optional.empty();
    }
    String found = text((byte[]) reply.get(1));
    if (!kind.equals("owned")) {
      throw new KappaException(
          ErrorCode.UNSUPPORTED_STORE,
          "partition %d has format version %s (expected: %d). Use the release of Kappa that wrote it, or upgrade step by step."
              .formatted(partition, found, FORMAT));
    }
    Duration timeout = settings.commandTimeout();
    var writer =
        new FencedWriter(partition, keys, writes.durably(keys.slot()), timeout, owner, found);
    return Optional.of(
        new RedisPartition(partition, keys, reads.to(keys.slot()), writer, timeout, home));
  }

  @Override
  public CompletableFuture<Holding> holding(int partition) {
    Names.checkPartition(partition, partitions());
    Keys keys = Keys.ofPartition(partition);
    return home.call(
            () ->
                Retry.patiently(
                    reads.to(keys.slot()),
                    settings.commandTimeout(),
                    RedisPartition.PATIENCE,
                    redis -> redis.hmget(keys.header(), bytes("owner"), bytes("term"))))
        .thenApply(RedisStore::holding);
  }

  static Holding holding(List<KeyValue<byte[], byte[]>> found) {
    return new Holding(
        text(found.get(0).getValueOrElse(new byte[0])),
        Long.parseLong(text(found.get(1).getValueOrElse(bytes("0")))));
  }

  @Override
  public String secret() {
    return secret;
  }

  @Override
  public Members members() {
    return members;
  }

  @Override
  public RunIndex index(int partition) {
    Names.checkPartition(partition, partitions());
    Keys keys = Keys.ofPartition(partition);
    Route route = reads.to(keys.slot());
    return new RedisRunIndex(
        keys,
        settings.commandTimeout(),
        new RedisRunIndex.Reads() {
          @Override
          public <T extends @Nullable Object> CompletableFuture<T> read(
              Duration within, RedisLink.Command<T> command) {
            return home.call(() -> Retry.patiently(route, within, READ_PATIENCE, command));
          }
        });
  }

  @Override
  public CompletableFuture<Void> putBlob(int partition, String run, String name, byte[] bytes) {
    Names.checkPartition(partition, partitions());
    Names.checkBlob(run, name, bytes);
    Keys keys = Keys.ofPartition(partition);
    BlobCall call = new BlobCall(keys, run, name, bytes);
    Route route = blobs.durably(keys.slot());
    return home.call(
            () -> Retry.patiently(route, blobTimeout(bytes.length), BLOB_PATIENCE, call::send))
        .thenApply(stored -> null);
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(int partition, String run, String name) {
    Names.checkPartition(partition, partitions());
    Keys keys = Keys.ofPartition(partition);
    byte[] key = keys.blob(run, name);
    Route route = blobs.to(keys.slot());
    return home.call(
        () ->
            Retry.<byte @Nullable []>patiently(
                route, blobTimeout(MAX_BLOB_BYTES), BLOB_PATIENCE, redis -> redis.get(key)));
  }

  private Duration blobTimeout(int bytes) {
    return settings.commandTimeout().plusMillis(bytes >> 10);
  }

  @Override
  public boolean reachable() {
    return health.good();
  }

  /** Without members there is no lease, so nothing may be said of any partition. */
  @Override
  public boolean reachable(int partition) {
    return leases.reachable(Keys.ofMembers().slot())
        && writes.reachable(Keys.ofPartition(partition).slot());
  }

  @Override
  public Optional<String> trouble() {
    return health.trouble();
  }

  @Override
  public Outages outages() {
    return health.outages();
  }

  @Override
  public String describe() {
    return "Redis %s at %s, %d partitions, durability %s (appendonly %s, appendfsync %s)"
        .formatted(
            server.version(),
            settings.address(),
            partitions(),
            settings.durability(),
            server.appendOnly() ? "yes" : "no",
            server.appendFsync());
  }

  @Override
  public void close() {
    home.run(
        () -> {
          writes.close();
          reads.close();
          blobs.close();
          leases.close();
          clients.close();
        });
  }
}

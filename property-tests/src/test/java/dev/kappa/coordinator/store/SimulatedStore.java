package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;
import static dev.kappa.coordinator.store.Keys.text;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The real client of the store on a simulated Redis. */
final class SimulatedStore implements Store {
  /** Above the longest pause before another try. */
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  /** So short that workers see blobs fail, too. */
  private static final Duration BLOB_PATIENCE = Duration.ofSeconds(9);

  private static final AtomicLong OWNERS = new AtomicLong();

  private final int partitions;
  private final Home home;
  private final Health health = new Health("the simulated Redis");
  private final Links writes;
  private final Links reads;
  private final Links leases;
  private final Links blobs;
  private final CompletableFuture<Void> up;

  SimulatedStore(SimulatedRedis redis, VirtualEventLoop loop, int partitions) {
    this.partitions = partitions;
    this.home = new Home(loop.view());
    this.writes = link(redis, loop);
    this.reads = link(redis, loop);
    this.leases = link(redis, loop);
    this.blobs = link(redis, loop);
    int slot = Keys.ofPartition(0).slot();
    this.up =
        CompletableFuture.allOf(
            writes.open(slot), reads.open(slot), blobs.open(slot), leases.open(slot));
  }

  private Links link(SimulatedRedis redis, VirtualEventLoop loop) {
    return new Links(
        home,
        new OneMaster(RedisURI.create("redis://simulated")),
        master -> redis.connect(loop).thenApply(SimulatedConnection::view),
        health,
        0);
  }

  @Override
  public int partitions() {
    return partitions;
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
    Keys keys = Keys.ofPartition(partition);
    String owner = new PartitionOwner(member, "owner" + OWNERS.incrementAndGet()).text();
    var arguments = new ArrayList<byte[]>();
    arguments.add(bytes(owner));
    arguments.add(bytes(owner + "-0"));
    arguments.add(bytes(Integer.toString(RedisStore.FORMAT)));
    arguments.addAll(from);
    return up.thenCompose(
            open ->
                Retry.forever(
                    writes.to(keys.slot()),
                    TIMEOUT,
                    redis -> Script.TAKE_OVER.list(redis, List.of(keys.header()), arguments)))
        .thenApply(
            reply ->
                text((byte[]) reply.get(0)).equals("held")
                    ? Optional.empty()
                    : Optional.of(owned(partition, keys, owner, text((byte[]) reply.get(1)))));
  }

  private Partition owned(int partition, Keys keys, String owner, String last) {
    var writer = new FencedWriter(partition, keys, writes.to(keys.slot()), TIMEOUT, owner, last);
    return new RedisPartition(partition, keys, reads.to(keys.slot()), writer, TIMEOUT, home);
  }

  @Override
  public CompletableFuture<Holding> holding(int partition) {
    Keys keys = Keys.ofPartition(partition);
    return up.thenCompose(
            open ->
                Retry.patiently(
                    reads.to(keys.slot()),
                    TIMEOUT,
                    RedisPartition.PATIENCE,
                    redis -> redis.hmget(keys.header(), bytes("owner"), bytes("term"))))
        .thenApply(RedisStore::holding);
  }

  @Override
  public Members members() {
    RedisMembers members = new RedisMembers(leases, TIMEOUT, home);
    return new Members() {
      @Override
      public CompletableFuture<Beat> heartbeat(Member self, long leaseMillis) {
        return up.thenCompose(open -> members.heartbeat(self, leaseMillis));
      }

      @Override
      public CompletableFuture<Void> leave(String id) {
        return up.thenCompose(open -> members.leave(id));
      }
    };
  }

  @Override
  public RunIndex index(int partition) {
    throw new UnsupportedOperationException("nobody lists runs in the simulation");
  }

  @Override
  public String secret() {
    return "secret";
  }

  @Override
  public CompletableFuture<Void> putBlob(int partition, String run, String name, byte[] bytes) {
    Keys keys = Keys.ofPartition(partition);
    BlobCall call = new BlobCall(keys, run, name, bytes);
    return home.call(
            () -> Retry.patiently(blobs.to(keys.slot()), TIMEOUT, BLOB_PATIENCE, call::send))
        .thenApply(stored -> null);
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(int partition, String run, String name) {
    Keys keys = Keys.ofPartition(partition);
    byte[] key = keys.blob(run, name);
    return home.call(
        () ->
            Retry.<byte @Nullable []>patiently(
                blobs.to(keys.slot()), TIMEOUT, BLOB_PATIENCE, redis -> redis.get(key)));
  }

  @Override
  public boolean reachable() {
    return health.good();
  }

  @Override
  public boolean reachable(int partition) {
    return leases.reachable(Keys.ofMembers().slot())
        && writes.reachable(Keys.ofPartition(partition).slot());
  }

  @Override
  public String describe() {
    return "a simulated Redis";
  }

  @Override
  public void close() {
    writes.close();
    reads.close();
    leases.close();
    blobs.close();
  }
}

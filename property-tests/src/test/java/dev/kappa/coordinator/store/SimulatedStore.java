package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;
import static dev.kappa.coordinator.store.Keys.text;

import io.lettuce.core.RedisURI;
import java.time.Duration;
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
  private final Links blobs;
  private final CompletableFuture<Void> up;

  SimulatedStore(SimulatedRedis redis, VirtualEventLoop loop, int partitions) {
    this.partitions = partitions;
    this.home = new Home(loop.view());
    this.writes = link(redis, loop);
    this.reads = link(redis, loop);
    this.blobs = link(redis, loop);
    int slot = Keys.ofPartition(0).slot();
    this.up = CompletableFuture.allOf(writes.open(slot), reads.open(slot), blobs.open(slot));
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
    Keys keys = Keys.ofPartition(partition);
    String owner = new PartitionOwner(member, "owner" + OWNERS.incrementAndGet()).text();
    var arguments =
        List.of(bytes(owner), bytes(owner + "-0"), bytes(Integer.toString(RedisStore.FORMAT)));
    return up.thenCompose(
            open ->
                Retry.forever(
                    writes.to(keys.slot()),
                    TIMEOUT,
                    redis -> Script.TAKE_OVER.list(redis, List.of(keys.header()), arguments)))
        .thenApply(reply -> owned(partition, keys, owner, text((byte[]) reply.get(1))));
  }

  private Partition owned(int partition, Keys keys, String owner, String last) {
    var writer = new FencedWriter(partition, keys, writes.to(keys.slot()), TIMEOUT, owner, last);
    return new RedisPartition(partition, keys, reads.to(keys.slot()), writer, TIMEOUT, home);
  }

  @Override
  public CompletableFuture<Optional<PartitionOwner>> owner(int partition) {
    throw new UnsupportedOperationException("the engine does not ask who else there is");
  }

  @Override
  public Members members() {
    throw new UnsupportedOperationException("the engine does not ask who else there is");
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
    throw new UnsupportedOperationException("simulated workers read blobs where they are");
  }

  @Override
  public boolean reachable() {
    return health.good();
  }

  @Override
  public String describe() {
    return "a simulated Redis";
  }

  @Override
  public void close() {
    writes.close();
    reads.close();
    blobs.close();
  }
}

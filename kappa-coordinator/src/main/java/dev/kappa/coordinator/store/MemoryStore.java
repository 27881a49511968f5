package dev.kappa.coordinator.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, with the semantics of the one on Redis. Several coordinators can share it,
 * each through {@link #on} its own event loop. For tests, and for programs that need no durability.
 */
public final class MemoryStore implements Store {
  private final List<MemoryPartition> partitions;
  private final MemoryMembers members;
  private final String secret;
  private final Executor loop;

  /** Makes an empty store on the system's clock; futures are complete when they are returned. */
  public MemoryStore(int partitions) {
    this(partitions, InstantSource.system());
  }

  /** Makes an empty store whose retention times and leases pass with {@code clock}. */
  public MemoryStore(int partitions, InstantSource clock) {
    this(
        partitions(partitions, clock),
        new MemoryMembers(clock),
        UUID.randomUUID().toString(),
        Runnable::run);
  }

  private MemoryStore(
      List<MemoryPartition> partitions, MemoryMembers members, String secret, Executor loop) {
    this.partitions = partitions;
    this.members = members;
    this.secret = secret;
    this.loop = loop;
  }

  private static List<MemoryPartition> partitions(int count, InstantSource clock) {
    var partitions = new ArrayList<MemoryPartition>(count);
    for (int number = 0; number < count; number++) {
      partitions.add(new MemoryPartition(number, clock));
    }
    return List.copyOf(partitions);
  }

  /** {@return the same store for a coordinator whose futures complete on {@code loop}} */
  public MemoryStore on(Executor loop) {
    return new MemoryStore(partitions, members, secret, loop);
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public CompletableFuture<Partition> takeOver(int partition, String member) {
    MemoryPartition state = partition(partition);
    PartitionOwner owner = PartitionOwner.of(member);
    return soon(
        loop,
        () -> {
          state.takeOver(owner);
          return new OwnedMemoryPartition(state, owner, loop);
        });
  }

  @Override
  public CompletableFuture<Optional<Partition>> takeOver(
      int partition, String member, Holding from) {
    MemoryPartition state = partition(partition);
    PartitionOwner owner = PartitionOwner.of(member);
    return soon(
        loop,
        () ->
            state.takeOver(owner, from)
                ? Optional.of(new OwnedMemoryPartition(state, owner, loop))
                : Optional.empty());
  }

  @Override
  public CompletableFuture<Holding> holding(int partition) {
    MemoryPartition state = partition(partition);
    return soon(loop, state::holding);
  }

  @Override
  public RunIndex index(int partition) {
    return new MemoryRunIndex(partition(partition), loop);
  }

  @Override
  public String secret() {
    return secret;
  }

  @Override
  public Members members() {
    return new Members() {
      @Override
      public CompletableFuture<Beat> heartbeat(Member self, long leaseMillis) {
        Names.checkLease(leaseMillis);
        return soon(loop, () -> members.heartbeat(self, leaseMillis));
      }

      @Override
      public CompletableFuture<Void> leave(String id) {
        Names.checkMember(id);
        return soon(
            loop,
            () -> {
              members.leave(id);
              return null;
            });
      }
    };
  }

  @Override
  public CompletableFuture<Void> putBlob(int partition, String run, String name, byte[] bytes) {
    Names.checkBlob(run, name, bytes);
    MemoryPartition state = partition(partition);
    return soon(
        loop,
        () -> {
          state.putBlob(run, name, bytes);
          return null;
        });
  }

  @Override
  public CompletableFuture<byte @Nullable []> blob(int partition, String run, String name) {
    MemoryPartition state = partition(partition);
    return soon(loop, () -> state.blob(run, name));
  }

  @Override
  public boolean reachable(int partition) {
    return true;
  }

  @Override
  public boolean reachable() {
    return true;
  }

  @Override
  public String describe() {
    return "memory, " + partitions.size() + " partitions, gone when this process ends";
  }

  @Override
  public void close() {}

  /** {@return the names of all that is stored in a partition} */
  Set<String> stored(int partition) {
    return partition(partition).stored();
  }

  private MemoryPartition partition(int number) {
    Names.checkPartition(number, partitions.size());
    return partitions.get(number);
  }

  static <T extends @Nullable Object> CompletableFuture<T> soon(Executor loop, Supplier<T> what) {
    var future = new CompletableFuture<T>();
    loop.execute(
        () -> {
          try {
            future.complete(what.get());
          } catch (RuntimeException e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }
}

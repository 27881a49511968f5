package dev.kappa.coordinator.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A store before another one, which has all that holds no values of runs. */
public abstract class ForwardingStore implements Store {
  protected final Store store;

  /** Stands before {@code store}. */
  protected ForwardingStore(Store store) {
    this.store = store;
  }

  @Override
  public int partitions() {
    return store.partitions();
  }

  @Override
  public CompletableFuture<Holding> holding(int partition) {
    return store.holding(partition);
  }

  @Override
  public String secret() {
    return store.secret();
  }

  @Override
  public Members members() {
    return store.members();
  }

  @Override
  public boolean reachable() {
    return store.reachable();
  }

  @Override
  public boolean reachable(int partition) {
    return store.reachable(partition);
  }

  @Override
  public Optional<String> trouble() {
    return store.trouble();
  }

  @Override
  public Outages outages() {
    return store.outages();
  }
}

package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Holding;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.coordinator.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that this coordinator owns, and how they come and go. */
final class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  private final Store store;
  private final Executor loop;
  private final Tenure tenure;
  private final Hands hands;
  private final Defects defects;
  private final Tally tally;
  private final Map<Integer, Owned> owned = new HashMap<>();
  private final Map<Integer, Owned> leaving = new HashMap<>();
  private final Set<Integer> taking = new HashSet<>();

  /** In whose hands partitions were found: members that were not among the live ones then. */
  private final Map<Integer, Holding> found = new HashMap<>();

  /** Those of them that were found before the last heartbeat was sent. */
  private final Map<Integer, Holding> orphans = new HashMap<>();

  /**
   * Those that were to be taken from the dead, while it is not known that they were. Such a one may
   * bear this coordinator's name, though those that worked for it are the dead one's.
   */
  private final Set<Integer> fromTheDead = new HashSet<>();

  /** Who is told of what changes hands. */
  interface Hands {
    /** A partition is this coordinator's from now on. */
    void taken(Owned partition);

    /** A partition is not this coordinator's any more. */
    void parted(Owned partition);
  }

  Partitions(Store store, Executor loop, Tenure tenure, Hands hands, Defects defects, Tally tally) {
    this.store = store;
    this.loop = loop;
    this.tenure = tenure;
    this.hands = hands;
    this.defects = defects;
    this.tally = tally;
  }

  // ---- which

  static int numberOf(String run, int partitions) {
    return Store.partitionOf(run, partitions);
  }

  int numberOf(String run) {
    return numberOf(run, store.partitions());
  }

  /** {@return the partition that {@code run} belongs to; null if it is another coordinator's} */
  @Nullable Owned ownerOf(String run) {
    return owned.get(numberOf(run));
  }

  /** {@return a run that is in memory, or on its way there; else null} */
  @Nullable LoadedRun loaded(String run) {
    Owned owner = ownerOf(run);
    return owner == null ? null : owner.runs.get(run);
  }

  /** {@return whether what is said of a run now may be said later, too} To be asked then. */
  BooleanSupplier voiceOf(String run) {
    int number = numberOf(run);
    Owned now = kept(number);
    return () -> now != null && kept(number) == now && now.term.holds();
  }

  private @Nullable Owned kept(int number) {
    Owned it = owned.get(number);
    return it == null ? leaving.get(number) : it;
  }

  Collection<Owned> all() {
    return owned.values();
  }

  /** {@return the numbers of those that nobody else must take now} */
  SortedSet<Integer> numbers() {
    SortedSet<Integer> numbers = new TreeSet<>(owned.keySet());
    numbers.addAll(leaving.keySet());
    return numbers;
  }

  // ---- they come

  /** Takes a partition over, whoever has it. */
  CompletableFuture<Void> seize(int number, String self) {
    return taking(
        number, lapses -> store.takeOver(number, self).thenAccept(it -> taken(it, false, lapses)));
  }

  /**
   * Takes a partition over if nobody has it, or one whose lease is over: who was not live when the
   * partition was found in its hands, and is not among {@code live}, who were asked for later.
   */
  CompletableFuture<Void> take(int number, String self, Predicate<String> live) {
    return taking(number, lapses -> take(number, self, live, lapses));
  }

  /**
   * Takes back a partition that nobody says to have, if it still bears this coordinator's name: the
   * store lost that it was given up, or did not hear of it. It can then be given away in good
   * order.
   */
  CompletableFuture<Void> reclaim(int number, String self) {
    return taking(
        number,
        lapses ->
            store
                .holding(number)
                .thenCompose(
                    holding ->
                        holding.member().filter(self::equals).isPresent()
                            ? takeFrom(number, holding, self, true, lapses)
                            : CompletableFuture.completedFuture(null)));
  }

  private CompletableFuture<Void> taking(int number, Function<Long, CompletableFuture<Void>> how) {
    if (owned.containsKey(number) || leaving.containsKey(number) || !taking.add(number)) {
      return CompletableFuture.completedFuture(null);
    }
    return how.apply(tenure.lapses()).whenComplete((done, error) -> taking.remove(number));
  }

  private CompletableFuture<Void> take(
      int number, String self, Predicate<String> live, long lapses) {
    Holding orphan = orphans.remove(number);
    if (orphan != null && orphan.member().filter(live).isEmpty()) {
      return takeFrom(number, orphan, self, false, lapses);
    }
    return store
        .holding(number)
        .thenCompose(
            holding -> {
              Optional<String> member = holding.member();
              boolean ours = member.filter(self::equals).isPresent();
              if (!ours) {
                fromTheDead.remove(number);
              }
              if (ours || member.isEmpty()) {
                return takeFrom(number, holding, self, true, lapses);
              }
              if (!live.test(member.get())) {
                found.put(number, holding);
              }
              return CompletableFuture.completedFuture(null);
            });
  }

  private CompletableFuture<Void> takeFrom(
      int number, Holding from, String self, boolean orderly, long lapses) {
    if (!orderly) {
      fromTheDead.add(number);
    }
    boolean wellKept = !fromTheDead.contains(number);
    return store
        .takeOver(number, self, from)
        .thenAccept(taken -> taken.ifPresent(it -> taken(it, wellKept, lapses)));
  }

  private void taken(Partition partition, boolean orderly, long lapses) {
    if (lapses != tenure.lapses()) {
      // It may have been taken away again meanwhile. If not, it is taken anew: it is in our hands.
      return;
    }
    Term term = new Term(tenure);
    GroupCommit log =
        new GroupCommit(
            partition, loop, term::holds, error -> lost(partition, error), defects, tally);
    Owned it = new Owned(partition, term, log, orderly);
    owned.put(partition.number(), it);
    fromTheDead.remove(partition.number());
    LOG.debug("partition {} is ours", partition.number());
    hands.taken(it);
  }

  /** A heartbeat is about to be sent. */
  void asking() {
    orphans.putAll(found);
    found.clear();
  }

  /** {@return whether partitions were found that may be taken after another heartbeat} */
  boolean hasFound() {
    return !found.isEmpty();
  }

  // ---- they stay

  /**
   * Goes on with those that nobody has taken while the lease was over; parts with the others. Each
   * goes on when the store has answered for it: they may be on different servers.
   */
  void reaffirm() {
    long lapses = tenure.lapses();
    for (Owned it : ownedAndLeaving()) {
      it.partition
          .reaffirm()
          .whenComplete(
              (still, error) -> {
                if (error != null || !still) {
                  it.log.fail(error);
                } else {
                  it.term.reaffirmed(lapses);
                  it.log.speak();
                }
              });
    }
  }

  /** Says what had to wait until the lease was renewed. */
  void speak() {
    ownedAndLeaving().forEach(it -> it.log.speak());
  }

  /** Looks whether the store still has what it acknowledged. */
  void check() {
    for (Owned it : List.copyOf(owned.values())) {
      it.partition.check().whenComplete((fine, error) -> failed(it, error));
    }
  }

  /** {@return whether a read failed because the partition is another owner's} */
  static boolean failed(Owned partition, @Nullable Throwable error) {
    boolean fenced = Fencing.isCause(error);
    if (fenced) {
      partition.log.fail(error);
    }
    return fenced;
  }

  private List<Owned> ownedAndLeaving() {
    List<Owned> all = new ArrayList<>(owned.values());
    all.addAll(leaving.values());
    return all;
  }

  // ---- they go

  /** Gives a partition to whoever takes it, when all that was begun in it is done. */
  CompletableFuture<Void> give(Owned it) {
    int number = it.partition.number();
    owned.remove(number);
    leaving.put(number, it);
    it.gone = true;
    CompletableFuture<Void> quiet = new CompletableFuture<>();
    it.log.whenQuiet(() -> quiet.complete(null));
    return quiet.thenCompose(
        done -> {
          // First no more is said of it, then it is given up.
          forget(it);
          return it.partition
              .release()
              .exceptionally(
                  error -> {
                    LOG.warn("partition {} was not given up in good order", number, error);
                    return null;
                  });
        });
  }

  private void lost(Partition partition, @Nullable Throwable error) {
    ownedAndLeaving().stream()
        .filter(it -> Objects.equals(it.partition, partition))
        .forEach(
            it -> {
              LOG.info("partition {} is not ours any more", partition.number(), error);
              forget(it);
            });
  }

  private void forget(Owned it) {
    boolean was = owned.remove(it.partition.number(), it);
    if (leaving.remove(it.partition.number(), it) || was) {
      hands.parted(it);
    }
  }

  void close() {
    ownedAndLeaving().forEach(it -> it.log.close());
    owned.clear();
    leaving.clear();
  }
}

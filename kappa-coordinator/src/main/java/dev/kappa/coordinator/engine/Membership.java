package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.Beat;
import dev.kappa.coordinator.store.Member;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This coordinator among those that share its store: it says by heartbeats that it lives, learns by
 * their answers who else does, and takes and gives partitions so that each has its share.
 */
final class Membership {
  /** Why a partition can't be decrypted. */
  private static final Set<ErrorCode> KEYS =
      Set.of(
          ErrorCode.UNKNOWN_KEY,
          ErrorCode.NOT_AUTHENTIC,
          ErrorCode.KEY_REFUSED,
          ErrorCode.KEYS_UNREACHABLE);

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  /** So long one without the keys of a partition stands back, the first time. */
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(30);

  /** As long, if the keys are out of reach: that may pass by itself. */
  private static final long LONGEST_UNREACHABLE_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** So many heartbeats go into a lease: as many may be lost but one. */
  private static final int BEATS = 10;

  private final ScheduledExecutorService loop;
  private final Store store;
  private final Partitions partitions;
  private final Tenure tenure;
  private final Time time;
  private final Seat seat;
  private final IntConsumer agreed;
  private final long pauseMillis;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private List<Member> members = List.of();
  private @Nullable ScheduledFuture<?> next;
  private boolean draining;

  /** How often in a row partitions could not be decrypted that this one was to have. */
  private int keyless;

  private long triesAgainAt;

  private boolean closed;
  private int beats;

  /**
   * Not there yet.
   *
   * @param agreed is told, before anything is taken, in which format entities are to be written
   */
  Membership(
      ScheduledExecutorService loop,
      Store store,
      Partitions partitions,
      Tenure tenure,
      Time time,
      Seat seat,
      IntConsumer agreed) {
    this.loop = loop;
    this.store = store;
    this.partitions = partitions;
    this.tenure = tenure;
    this.time = time;
    this.seat = seat;
    this.agreed = agreed;
    this.pauseMillis = seat.lease().toMillis() / BEATS;
  }

  /** Comes in. {@return completes when all is taken that is to be had at once} */
  CompletableFuture<Void> begin() {
    beat();
    return begun;
  }

  /** {@return completes exceptionally when this coordinator can't go on} */
  CompletableFuture<Void> failed() {
    return failed;
  }

  // ---- heartbeats

  private void beat() {
    next = null;
    long asked = time.nanoTime();
    partitions.asking();
    Member self =
        new Member(
            seat.id(),
            seat.api(),
            seat.worker(),
            seat.formats(),
            draining || standsBack(),
            partitions.numbers());
    store
        .members()
        .heartbeat(self, seat.lease().toMillis())
        .thenAccept(beat -> heard(beat, asked))
        .whenComplete((done, error) -> went(error));
  }

  private void went(@Nullable Throwable error) {
    if (closed) {
      return;
    }
    if (error != null) {
      LOG.warn("a heartbeat failed: {}", error.toString());
    }
    fatal(error);
    next = loop.schedule(this::beat, pauseMillis, TimeUnit.MILLISECONDS);
  }

  /** A store that this release can't read does not become readable by waiting. */
  private void fatal(@Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException e ? e.getCause() : error;
    if (cause instanceof KappaException e && e.code() == ErrorCode.UNSUPPORTED_STORE) {
      begun.completeExceptionally(e);
      failed.completeExceptionally(e);
    }
    if (cause instanceof KappaException e && KEYS.contains(e.code())) {
      // Who begins is told. Who has other partitions already goes on with these, if nobody else
      // can.
      if (!begun.completeExceptionally(e)) {
        standBack(e.code() == ErrorCode.KEYS_UNREACHABLE);
      }
    }
  }

  /** Others may have the keys: for a while they are to have what this one was to have. */
  private void standBack(boolean unreachable) {
    if (standsBack()) {
      return;
    }
    long pause = pauseNanos(unreachable);
    keyless++;
    triesAgainAt = time.nanoTime() + pause;
    LOG.warn(
        "a partition can't be decrypted here: for {} s the other coordinators are to have all",
        TimeUnit.NANOSECONDS.toSeconds(pause));
  }

  /** What is out of reach may be there again at any time; and nobody else may be there to try. */
  private long pauseNanos(boolean unreachable) {
    if (unreachable && nobodyElseStays()) {
      return FIRST_NANOS;
    }
    long longest = unreachable ? LONGEST_UNREACHABLE_NANOS : LONGEST_NANOS;
    return Math.min(longest, FIRST_NANOS << Math.min(keyless, 10));
  }

  private boolean standsBack() {
    return keyless > 0 && time.nanoTime() - triesAgainAt < 0;
  }

  /** {@return whether nobody is there for whom to stand back} */
  private boolean nobodyElseStays() {
    return others().allMatch(Member::draining);
  }

  private void heard(Beat beat, long asked) {
    if (closed) {
      return;
    }
    boolean unbroken = tenure.holds() && !beat.lapsed();
    members = beat.members();
    agreed.accept(beat.format());
    if (!unbroken) {
      tenure.lapse();
      partitions.reaffirm();
    }
    // A tenth less: clocks need not go at quite the same rate.
    tenure.renew(asked + seat.lease().toNanos() / 10 * 9);
    partitions.speak();
    beats++;
    if (beats % BEATS == 0) {
      partitions.check();
    }
    distribute().whenComplete((taken, error) -> distributed(error));
  }

  private void distributed(@Nullable Throwable error) {
    if (error == null) {
      begun.complete(null);
      if (hasItsShare()) {
        keyless = 0;
      }
    } else {
      LOG.warn("partitions could not be taken over: {}", error.toString());
      fatal(error);
    }
    if (partitions.hasFound()) {
      hurry();
    }
  }

  // ---- shares

  /** {@return to whom each partition is to go; nobody has a share while all of them leave} */
  private Map<Integer, String> shares() {
    return Shares.of(
        store.partitions(),
        members.stream().filter(member -> !member.draining()).map(Member::id).sorted().toList());
  }

  /**
   * {@return whether it has all that it is to have, and that is something} What a live member is
   * still to give away was not tried yet: that nothing failed then says nothing of the keys.
   */
  private boolean hasItsShare() {
    Set<Integer> mine =
        shares().entrySet().stream()
            .filter(share -> share.getValue().equals(seat.id()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return !mine.isEmpty() && partitions.numbers().containsAll(mine);
  }

  private CompletableFuture<Void> distribute() {
    if (seat.alone()) {
      return draining ? CompletableFuture.completedFuture(null) : seizeAll();
    }
    Set<String> live = members.stream().map(Member::id).collect(Collectors.toSet());
    Map<Integer, String> shares = shares();
    List<CompletableFuture<?>> taken = new ArrayList<>();
    shares.forEach(
        (number, member) -> {
          if (member.equals(seat.id())) {
            taken.add(partitions.take(number, seat.id(), live::contains));
          } else if (members.stream().noneMatch(it -> it.partitions().contains(number))) {
            taken.add(partitions.reclaim(number, seat.id()));
          }
        });
    for (Owned it : List.copyOf(partitions.all())) {
      String wanted = shares.get(it.partition.number());
      if (wanted != null && !wanted.equals(seat.id())) {
        var unused = partitions.give(it);
      }
    }
    return CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new));
  }

  /** Those who were here before are gone: nobody else can be. */
  private CompletableFuture<Void> seizeAll() {
    Stream<CompletableFuture<Void>> farewells =
        others().map(member -> store.members().leave(member.id()));
    List<CompletableFuture<Void>> all = new ArrayList<>(farewells.toList());
    for (int number = 0; number < store.partitions(); number++) {
      all.add(partitions.seize(number, seat.id()));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  // ---- others

  private Stream<Member> others() {
    return members.stream().filter(member -> !member.id().equals(seat.id()));
  }

  /** {@return where workers reach the others} */
  List<Message.Address> peers() {
    return others().map(Membership::address).toList();
  }

  /** {@return where clients reach the others} */
  Set<URI> apis() {
    return others().map(Member::api).collect(Collectors.toSet());
  }

  /** {@return who else has a partition; null if that is not known, or it is here} */
  @Nullable Member holderOf(int partition) {
    return others()
        .filter(member -> member.partitions().contains(partition))
        .findFirst()
        .orElse(null);
  }

  /** {@return where workers reach a member} */
  static Message.Address address(Member member) {
    String text = member.worker();
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    return new Message.Address(host, Integer.parseInt(text.substring(colon + 1)));
  }

  // ---- leaving

  /**
   * Takes no more, and gives away what it has, if somebody is there to take it.
   *
   * @return completes when it has nothing more, or nobody is there
   */
  CompletableFuture<Void> drain() {
    draining = true;
    if (seat.alone() || nobodyElseStays()) {
      return CompletableFuture.completedFuture(null);
    }
    hurry();
    CompletableFuture<Void> empty = new CompletableFuture<>();
    awaitEmpty(empty);
    return empty;
  }

  private void hurry() {
    if (next != null && next.cancel(false)) {
      beat();
    }
  }

  private void awaitEmpty(CompletableFuture<Void> empty) {
    if (partitions.numbers().isEmpty() || nobodyElseStays()) {
      empty.complete(null);
    } else if (!closed) {
      loop.schedule(() -> awaitEmpty(empty), pauseMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** Says no more that it lives, and that it does not. */
  CompletableFuture<Void> leave() {
    close();
    return store.members().leave(seat.id());
  }

  void close() {
    closed = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}

package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.ClaimStore;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Carried;
import dev.kappa.wire.AttemptRef;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one worker's invocations are given, and return, through a bucket: the payload carries a
 * claim, the bucket what is claimed (Hohpe and Woolf, Enterprise Integration Patterns, Claim
 * Check). Holds room for it in memory, and drops what nobody is to read any more. Once the worker
 * has ended, nobody is told of anything. Used on the engine's loop.
 */
final class ClaimCheck {
  private final ClaimStore store;
  private final ClaimRoom room;
  private final BooleanSupplier ended;
  private ClaimRoom.@Nullable Place place;

  /** What the function was given. */
  private Carried.@Nullable Claim order;

  /** What it returned, while that waits for room. */
  private Carried.@Nullable Claim unread;

  /**
   * Of a worker.
   *
   * @param ended whether it has ended
   */
  ClaimCheck(ClaimStore store, ClaimRoom room, BooleanSupplier ended) {
    this.store = store;
    this.room = room;
    this.ended = ended;
  }

  /** Does {@code begin} when there is room for an order, which is held until {@link #leave}. */
  void enter(long bytes, Runnable begin) {
    enter(room.order(bytes), begin);
  }

  private void enter(ClaimRoom.Place to, Runnable begin) {
    place = to;
    to.enter(begin);
  }

  /** Gives the room back, or waits for it no more. Others may begin within it. */
  void leave() {
    drop(unread);
    unread = null;
    ClaimRoom.Place left = place;
    place = null;
    if (left != null) {
      left.close();
    }
  }

  /**
   * Puts there what an invocation is given.
   *
   * @param then told what names it
   * @param failed told why it can't be stored
   */
  void put(
      AttemptRef attempt,
      Supplier<byte[]> messages,
      Consumer<Carried.Claim> then,
      Consumer<String> failed) {
    store
        .put(attempt, messages)
        .whenComplete(
            (claim, error) -> {
              if (claim == null) {
                unlessEnded(() -> failed.accept(reason(error)));
              } else if (ended.getAsBoolean()) {
                store.drop(claim);
              } else {
                leave();
                order = claim;
                then.accept(claim);
              }
            });
  }

  /** Nobody is to read any more what the function was given. */
  void dropOrder() {
    drop(order);
    order = null;
  }

  private void drop(Carried.@Nullable Claim claim) {
    if (claim != null) {
      store.drop(claim);
    }
  }

  /**
   * Reads what an invocation has returned, when there is room for it, and drops it there. A bucket
   * that is away is waited for.
   *
   * @param wanted whether it is still wanted
   * @param failed told why it can't be had
   */
  void get(
      Carried.Claim claim, BooleanSupplier wanted, Consumer<byte[]> then, Consumer<String> failed) {
    if (ended.getAsBoolean()) {
      store.drop(claim);
    } else {
      unread = claim;
      enter(room.answer(claim.bytes()), () -> read(claim, wanted, then, failed));
    }
  }

  private void read(
      Carried.Claim claim, BooleanSupplier wanted, Consumer<byte[]> then, Consumer<String> failed) {
    unread = null;
    store
        .get(claim, () -> !ended.getAsBoolean() && wanted.getAsBoolean())
        .whenComplete(
            (bytes, error) -> {
              store.drop(claim);
              if (bytes == null) {
                unlessEnded(() -> failed.accept(reason(error)));
              } else {
                unlessEnded(() -> then.accept(bytes));
              }
            });
  }

  private void unlessEnded(Runnable told) {
    if (!ended.getAsBoolean()) {
      told.run();
    }
  }

  private static String reason(@Nullable Throwable error) {
    Throwable why = error instanceof CompletionException e ? e.getCause() : error;
    return why instanceof KappaException e
        ? e.code().text() + ": " + e.getMessage()
        : String.valueOf(why);
  }
}

package dev.kappa.coordinator.store;

import dev.kappa.objects.Carried;
import dev.kappa.wire.AttemptRef;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Has what is too large for an invocation to be given or to return, while it is on its way. What is
 * not dropped goes as blobs do that no commit names: when its attempt is over. All futures complete
 * on the store's event loop.
 */
public interface ClaimStore {
  /** {@return how many bytes of messages go in an invocation; what is larger comes here} */
  int inlineBytes();

  /**
   * Puts there what an attempt's invocation is given.
   *
   * @param messages made on another thread, once
   * @return what names it, when it is there; fails with the bucket's error when that was tried in
   *     vain
   */
  CompletableFuture<Carried.Claim> put(AttemptRef attempt, Supplier<byte[]> messages);

  /**
   * {@return what an invocation has put there} Fails with {@code NOT_DECODABLE} if it is not there,
   * or is not what was put there, else with the bucket's error when that was tried in vain.
   *
   * @param wanted whether it is still wanted: for so long a bucket that is away is asked again
   */
  CompletableFuture<byte[]> get(Carried.Claim claim, BooleanSupplier wanted);

  /** Deletes what nobody is to read any more. Does not wait. */
  void drop(Carried.Claim claim);
}

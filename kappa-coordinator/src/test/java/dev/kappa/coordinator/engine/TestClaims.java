package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.store.ClaimStore;
import dev.kappa.coordinator.store.Store;
import dev.kappa.objects.Carried;
import dev.kappa.wire.AttemptRef;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What goes through a bucket, in memory; it fails and waits as a test says. */
final class TestClaims implements ClaimStore {
  final Map<String, byte[]> objects = new LinkedHashMap<>();

  /** What each request fails with. */
  @Nullable RuntimeException failure;

  /** If not null, what is put there is known when this completes. */
  @Nullable CompletableFuture<Void> slow;

  private final int inline;

  TestClaims(int inline) {
    this.inline = inline;
  }

  /** {@return a store that has these} */
  Store over(Store store) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (self, method, arguments) -> {
              try {
                return method.getName().equals("claims") ? this : method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Puts there what a function returns. {@return its claim} */
  Carried.Claim returned(AttemptRef attempt, byte[] messages) {
    return put(attempt, Carried.Way.ANSWER, messages);
  }

  private Carried.Claim put(AttemptRef attempt, Carried.Way way, byte[] messages) {
    Carried.Checked checked = Carried.Checked.of(attempt, way, messages, false);
    objects.put(checked.claim().text(), checked.object());
    return checked.claim();
  }

  /** {@return what is there under that claim} */
  byte[] object(String claim) {
    return Objects.requireNonNull(objects.get(claim));
  }

  @Override
  public int inlineBytes() {
    return inline;
  }

  @Override
  public CompletableFuture<Carried.Claim> put(AttemptRef attempt, Supplier<byte[]> messages) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    Carried.Claim claim = put(attempt, Carried.Way.ORDER, messages.get());
    return slow == null ? CompletableFuture.completedFuture(claim) : slow.thenApply(done -> claim);
  }

  @Override
  public CompletableFuture<byte[]> get(Carried.Claim claim, BooleanSupplier wanted) {
    return failure == null
        ? CompletableFuture.supplyAsync(() -> claim.open(objects.get(claim.text())), Runnable::run)
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public void drop(Carried.Claim claim) {
    objects.remove(claim.text());
  }
}

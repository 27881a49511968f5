package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.HeldCount;
import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.upgrade.Held;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs hold of the application's code, gathered page by page. */
final class HeldBy {
  private final Map<Held, HeldCount> held = new LinkedHashMap<>();
  private long runs;
  private long unreadable;

  private HeldBy() {}

  /** {@return what all runs hold that have not ended} */
  static HeldBy all(KappaClient client) {
    HeldBy all = new HeldBy();
    String next = null;
    do {
      next = all.add(client.held(next));
    } while (next != null);
    return all;
  }

  private @Nullable String add(HeldPage page) {
    page.held().forEach(each -> held.merge(each.held(), each, HeldCount::plus));
    runs += page.runs();
    unreadable += page.unreadable();
    return page.next();
  }

  /** {@return each distinct piece} */
  Collection<HeldCount> pieces() {
    return held.values();
  }

  /** {@return how many runs were looked into} */
  long runs() {
    return runs;
  }

  /** {@return how many values could not be read} */
  long unreadable() {
    return unreadable;
  }
}

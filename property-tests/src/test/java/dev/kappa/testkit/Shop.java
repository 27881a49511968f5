package dev.kappa.testkit;

import dev.kappa.StepContext;
import dev.kappa.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A workflow as users have them, right and wrong, and the services that its steps call. */
final class Shop {
  private static final Map<String, Integer> CHARGED_BY_KEY = new HashMap<>();
  private static final List<String> CHARGES = new ArrayList<>();
  private static int counter;

  private Shop() {}

  record Order(String id, int cents) {}

  static void reset() {
    CHARGED_BY_KEY.clear();
    CHARGES.clear();
    counter = 0;
  }

  /** {@return how often money was taken} */
  static int charges() {
    return CHARGES.size();
  }

  // ---- workflows

  static Task<String> greet(String name) {
    return Task.step("greet", () -> "Hello, " + name);
  }

  /** Right: the service that charges knows what it has done. */
  static Task<String> ship(Order order) {
    return Task.step("reserve", () -> "shelf 7")
        .also(shelf -> Task.run("charge", () -> chargeOnce(order)))
        .step("ship", shelf -> order.id() + " from " + shelf);
  }

  /** Wrong: a worker that dies here charges twice. */
  static Task<String> shipCarelessly(Order order) {
    return Task.step("reserve", () -> "shelf 7")
        .also(shelf -> Task.run("charge", () -> CHARGES.add(order.id())))
        .step("ship", shelf -> order.id() + " from " + shelf);
  }

  /** Wrong: what a step gives depends on how often it was run. */
  static Task<Integer> numbered(Order order) {
    return Task.step("first", order::id).step("number", id -> ++counter);
  }

  private static void chargeOnce(Order order) {
    String key = StepContext.current().idempotencyKey();
    if (CHARGED_BY_KEY.putIfAbsent(key, order.cents()) == null) {
      CHARGES.add(order.id());
    }
  }

  /** Waits for someone's word, a day at most. */
  static Task<String> approve(Order order) {
    return Task.select(
        Task.on(Task.signal("approve", String.class), who -> Task.value(order.id() + " by " + who)),
        Task.on(Task.after(Duration.ofDays(1)), () -> Task.value(order.id() + " by no one")));
  }
}

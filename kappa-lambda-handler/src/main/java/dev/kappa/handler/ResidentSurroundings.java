package dev.kappa.handler;

/**
 * What the slots of a resident worker share, as it was told with what it is let in. That may change
 * while it lives: coordinators that are started anew may put large values elsewhere, or have them
 * encrypted. Thread-safe.
 */
final class ResidentSurroundings {
  private Surroundings latest;
  private String blobs;

  /**
   * Begins.
   *
   * @param first as the first order has it
   */
  ResidentSurroundings(Surroundings first, Order.Work order) {
    this.latest = first;
    this.blobs = order.blobs();
  }

  /**
   * {@return those that an order has}
   *
   * @throws dev.kappa.error.KappaException if large values are where this application can't put
   *     them
   */
  synchronized Surroundings of(Order.Work order) {
    if (!order.blobs().equals(blobs)) {
      latest = latest.at(order.api(), LargeValues.at(order.blobs(), latest.time()));
      blobs = order.blobs();
    } else if (!order.api().equals(latest.api())) {
      latest = latest.at(order.api(), latest.large());
    }
    return latest;
  }
}

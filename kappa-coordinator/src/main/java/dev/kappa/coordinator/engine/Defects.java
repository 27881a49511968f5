package dev.kappa.coordinator.engine;

import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong in the coordinator itself: no input, and no loss, may cause it. The coordinator
 * goes on with all else, as what is stored is right.
 */
final class Defects {
  private static final Logger LOG = LoggerFactory.getLogger(Defects.class);

  private BiConsumer<String, RuntimeException> listener = (where, why) -> {};

  private long count;

  /** {@return how many there were} */
  long count() {
    return count;
  }

  /** Who is told besides the log. */
  void tell(BiConsumer<String, RuntimeException> whom) {
    listener = whom;
  }

  /** One more. */
  void found(String where, RuntimeException why) {
    count++;
    LOG.error(where, why);
    listener.accept(where, why);
  }
}

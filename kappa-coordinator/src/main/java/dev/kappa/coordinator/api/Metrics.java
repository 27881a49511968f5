package dev.kappa.coordinator.api;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a coordinator tells of itself to who watches it. */
public interface Metrics {
  /** Those of what is no coordinator. */
  Metrics NONE =
      new Metrics() {
        @Override
        public void answered(int status) {}

        @Override
        public CompletableFuture<Page> page(@Nullable String accept) {
          throw new KappaException(
              ErrorCode.BAD_REQUEST, "no coordinator is here that has metrics; start one");
        }
      };

  /**
   * What is answered.
   *
   * @param contentType of which format the text is
   */
  record Page(String contentType, String text) {}

  /**
   * A request was answered. Called on the event loop of its connection.
   *
   * @param status of HTTP
   */
  void answered(int status);

  /**
   * {@return all metrics as they are now}
   *
   * @param accept the header of that name: says which format is wanted; null if there is none
   */
  CompletableFuture<Page> page(@Nullable String accept);
}

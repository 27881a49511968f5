package dev.kappa.coordinator.platform.local.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/** A handler whose constructor does not return. */
public final class HangingInit implements RequestStreamHandler {
  /**
   * Waits for ever.
   *
   * @throws InterruptedException if interrupted
   */
  public HangingInit() throws InterruptedException {
    System.out.println("connecting to nowhere");
    new CountDownLatch(1).await();
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    throw new AssertionError("never made");
  }
}

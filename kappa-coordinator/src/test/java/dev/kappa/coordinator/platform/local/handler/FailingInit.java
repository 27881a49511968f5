package dev.kappa.coordinator.platform.local.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/** A handler whose constructor throws. */
public final class FailingInit implements RequestStreamHandler {
  /** Prints a line, then throws. */
  public FailingInit() {
    System.out.println("the table of rates is missing");
    throw new IllegalStateException("no rates");
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    throw new AssertionError("never made");
  }
}

package dev.kappa.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The function's handler on AWS Lambda and its like: {@code dev.kappa.handler.KappaHandler}. It
 * runs the application that is in the jar with it: the class that the environment names as {@code
 * KAPPA_APPLICATION}, else the manifest as {@code Kappa-Application}.
 *
 * <p>What is wrong with the application is answered as {@code {"error":{"code":…,"message":…}}},
 * not thrown. An invocation fails only by what kills the function: also when so many steps went on
 * after their time limits that the process is given up.
 */
public final class KappaHandler implements RequestStreamHandler {
  private @Nullable Worker worker;
  private @Nullable KappaException broken;

  @SuppressWarnings("UnusedVariable") // The runtime does not hold it.
  private final @Nullable Snapshot snapshot;

  /** Loads the application. Never throws for what is wrong with it. */
  public KappaHandler() {
    this(System.getenv(), KappaHandler.class.getClassLoader());
  }

  KappaHandler(Map<String, String> environment, ClassLoader loader) {
    snapshot = Snapshot.prepare(environment);
    try {
      Application application = new ApplicationLoader(environment, loader).load();
      worker = new Worker(application, output(environment));
    } catch (KappaException e) {
      broken = e;
    }
  }

  /**
   * {@return where steps may leave files: only there may a function be sure that it can write} If
   * the variable names a place in a bucket, that is for the applications that know buckets.
   */
  static Path output(Map<String, String> environment) {
    String told = environment.get("KAPPA_OUTPUT");
    return told == null || told.isBlank() || told.startsWith("s3://")
        ? Path.of(System.getProperty("java.io.tmpdir"), "kappa-output")
        : Path.of(told);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    byte[] payload = input.readAllBytes();
    endIfSpent();
    output.write(answer(payload, context::getRemainingTimeInMillis));
    // An answer in which the work is must arrive: then the next invocation finds the process spent.
    if (!Order.isTurn(payload)) {
      endIfSpent();
    }
  }

  private void endIfSpent() {
    if (worker != null && worker.isSpent()) {
      throw new SpentError();
    }
  }

  byte[] answer(byte[] payload, Deadline deadline) {
    if (worker != null) {
      return worker.handle(payload, deadline);
    }
    return broken == null ? new byte[0] : Answer.error(broken);
  }
}

package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Tls;
import dev.kappa.coordinator.access.Token;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A coordinator in this process, announced in its data directory. */
final class HostedCoordinator implements AutoCloseable {
  private final Claim claim;
  private final RunningCoordinator running;
  private final Thread atExit;
  private final String trust;
  private boolean closed;

  private HostedCoordinator(Claim claim, RunningCoordinator running, String trust) {
    this.claim = claim;
    this.trust = trust;
    this.running = running;
    this.atExit = new Thread(this::stop, "kappa-stop");
  }

  /**
   * Starts a coordinator and announces it; if that fails, {@code claim} is given up.
   *
   * @param failed tells why the coordinator can't go on, and answers the exit code: one that lost
   *     its store is of no use to anyone, and the process ends
   */
  static HostedCoordinator start(
      Owner.Kind kind,
      Claim claim,
      CoordinatorOptions options,
      Surroundings surroundings,
      ToIntFunction<KappaException> failed) {
    RunningCoordinator running;
    ApplicationJar jar;
    String trust;
    try {
      trust = Tls.trust(options.guard().authorities());
      if (kind == Owner.Kind.CALL || kind == Owner.Kind.DEV) {
        surroundings.logTo().accept(new DataDirectory(options.dataDirectory()).log());
      }
      jar = ApplicationJar.at(options.jar());
      CoordinatorLauncher launcher = surroundings.launcher();
      // Who edits wants to see the edit: in runs that wait, too.
      running =
          kind == Owner.Kind.DEV ? launcher.startWithPresentCode(options) : launcher.start(options);
    } catch (RuntimeException e) {
      claim.close();
      throw e;
    }
    HostedCoordinator hosted = new HostedCoordinator(claim, running, trust);
    running.failed().exceptionally(cause -> end(cause, failed));
    try {
      Runtime.getRuntime().addShutdownHook(hosted.atExit);
      long pid = ProcessHandle.current().pid();
      claim.announce(new Owner(running.url(), pid, kind, jar, options, running.token()), options);
      return hosted;
    } catch (RuntimeException e) {
      hosted.close();
      throw e;
    }
  }

  private static @Nullable Void end(Throwable cause, ToIntFunction<KappaException> failed) {
    KappaException failure =
        cause instanceof KappaException known
            ? known
            : new KappaException(ErrorCode.INTERNAL, "internal error: " + cause, cause);
    new Thread(() -> System.exit(failed.applyAsInt(failure)), "kappa-end").start();
    return null;
  }

  URI url() {
    return running.url();
  }

  /** {@return whose certificates are trusted there} */
  String trust() {
    return trust;
  }

  @Nullable Token token() {
    return running.token();
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending already, and this is the hook's own work.
    }
  }

  private synchronized void stop() {
    if (closed) {
      return;
    }
    closed = true;
    try (claim) {
      running.close();
    }
  }
}

package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of a data directory: the one that works on it already, else one in this process.
 * When the other one ends while it is used, this process takes over.
 */
final class EmbeddedSession implements Session {
  private static final Duration MAX_START = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 50;

  private final ServerFlags flags;
  private final Surroundings surroundings;
  private final DataDirectory directory;
  private final Path jar;
  private @Nullable HostedCoordinator hosted;
  private @Nullable Owner joined;
  private boolean closed;

  private EmbeddedSession(
      ServerFlags flags, Surroundings surroundings, DataDirectory directory, Path jar) {
    this.flags = flags;
    this.surroundings = surroundings;
    this.directory = directory;
    this.jar = jar;
  }

  static EmbeddedSession of(ServerFlags flags, Surroundings surroundings, boolean forRun) {
    DataDirectory directory = flags.data(surroundings);
    if (forRun) {
      directory.create();
    } else if (!directory.exists()) {
      throw new KappaException(
          ErrorCode.FILE_NOT_FOUND,
          "no data directory %s, so no runs (expected: the one that the run was started with; name it with --data)"
              .formatted(directory.path()));
    }
    Path jar = Jars.choose(flags.jar(), forRun ? null : directory, surroundings.defaultJar());
    return new EmbeddedSession(flags, surroundings, directory, jar);
  }

  @Override
  public synchronized URI url() {
    if (closed) {
      throw new KappaException(ErrorCode.CANCELLED, "this command is ending");
    }
    if (hosted != null) {
      return hosted.url();
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < MAX_START.toNanos()) {
      Optional<Claim> claim = directory.tryClaim();
      if (claim.isPresent()) {
        hosted = HostedCoordinator.start(Owner.Kind.CALL, claim.get(), options(), surroundings);
        return hosted.url();
      }
      Optional<Owner> owner = directory.owner();
      if (owner.isPresent()) {
        return join(owner.get());
      }
      pause();
    }
    throw new KappaException(
        ErrorCode.DATA_DIRECTORY_IN_USE,
        "another process has locked %s and offers no coordinator; end it, or name another directory with --data"
            .formatted(directory.path()));
  }

  private CoordinatorOptions options() {
    return flags.options(directory, ApplicationJar.at(jar), 0);
  }

  private URI join(Owner owner) {
    if (!owner.equals(joined)) {
      Jars.requireSame(flags.jar(), owner, directory, surroundings.terminal());
      requireSameRedis(owner);
      joined = owner;
    }
    return owner.url();
  }

  private void requireSameRedis(Owner owner) {
    if (flags.redis() != null && !Objects.equals(flags.redis(), owner.redis())) {
      throw new KappaException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "the coordinator of %s (process %d) uses %s, not --redis %s; end it, or name another directory with --data"
              .formatted(
                  directory.path(),
                  owner.pid(),
                  owner.redis() == null ? "its own Redis" : owner.redis(),
                  flags.redis()));
    }
  }

  @Override
  public void detach() {
    Optional<Owner> owner = directory.owner();
    boolean stays = owner.isPresent() && owner.get().kind() != Owner.Kind.CALL;
    if (stays && !isHosting()) {
      return;
    }
    boolean handsOver = isHosting();
    if (handsOver && flags.isVolatile()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "with --durability memory runs end with this command: it can't detach from them (expected: another durability)");
    }
    ApplicationJar application =
        handsOver || owner.isEmpty() ? ApplicationJar.at(jar) : owner.get().jar();
    Background background =
        Background.start(surroundings, directory, flags.arguments(directory, application));
    close();
    if (handsOver) {
      background.awaitTakeOver();
    }
  }

  private synchronized boolean isHosting() {
    return hosted != null;
  }

  @Override
  public String flags() {
    return " --data " + directory.path();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (hosted != null) {
      hosted.close();
      hosted = null;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted while a coordinator starts", e);
    }
  }
}

package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Token;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of a data directory: the one that works on it already, else one in this process.
 * When the other one ends while it is used, this process takes over.
 */
final class EmbeddedSession implements Session {
  private final ServerFlags flags;
  private final Surroundings surroundings;
  private final DataDirectory directory;
  private final Path jar;
  private final ToIntFunction<KappaException> failed;
  private @Nullable HostedCoordinator hosted;
  private @Nullable Owner joined;
  private boolean closed;

  private EmbeddedSession(
      ServerFlags flags,
      Surroundings surroundings,
      DataDirectory directory,
      Path jar,
      ToIntFunction<KappaException> failed) {
    this.flags = flags;
    this.surroundings = surroundings;
    this.directory = directory;
    this.jar = jar;
    this.failed = failed;
  }

  /**
   * {@return a session of a data directory}
   *
   * @param forRun whether a run is to be started: then the data directory need not be there yet
   * @param failed tells why a coordinator in this process can't go on, and answers the exit code
   */
  static EmbeddedSession of(
      ServerFlags flags,
      Surroundings surroundings,
      boolean forRun,
      ToIntFunction<KappaException> failed) {
    DataDirectory directory = flags.data(surroundings);
    if (forRun) {
      directory.create();
    } else {
      directory.requireExists();
    }
    Path jar = Jars.choose(flags.jar(), directory, surroundings.defaultJar());
    if (forRun && flags.jar() == null && !jar.equals(surroundings.defaultJar())) {
      surroundings.terminal().err().printf("application: %s, as last time%n", jar);
    }
    return new EmbeddedSession(flags, surroundings, directory, jar, failed);
  }

  @Override
  public synchronized URI url() {
    if (closed) {
      throw new KappaException(ErrorCode.CANCELLED, "this command is ending");
    }
    if (hosted != null) {
      return hosted.url();
    }
    return switch (Access.to(directory)) {
      case Access.Theirs theirs -> join(theirs.owner());
      case Access.Mine mine -> host(mine.claim());
    };
  }

  private URI host(Claim claim) {
    CoordinatorOptions options;
    try {
      options = options();
    } catch (KappaException e) {
      claim.close();
      throw e;
    }
    HostedCoordinator started =
        HostedCoordinator.start(Owner.Kind.CALL, claim, options, surroundings, failed);
    hosted = started;
    return started.url();
  }

  private CoordinatorOptions options() {
    return flags.options(directory, ApplicationJar.at(jar), 0);
  }

  private URI join(Owner owner) {
    if (!owner.equals(joined)) {
      flags.requireSame(owner, directory, surroundings.terminal());
      joined = owner;
    }
    return owner.url();
  }

  @Override
  public synchronized String trust() {
    if (hosted != null) {
      return hosted.trust();
    }
    return joined == null ? Trust.PLATFORM : joined.trust();
  }

  @Override
  public synchronized @Nullable Token token() {
    if (hosted != null) {
      return hosted.token();
    }
    return joined == null ? null : joined.token();
  }

  @Override
  public void detach() {
    Optional<Owner> owner = directory.owner();
    boolean stays = owner.isPresent() && owner.get().kind() != Owner.Kind.CALL;
    if (stays && !isHosting()) {
      return;
    }
    boolean handsOver = isHosting();
    if (handsOver && options().isVolatile()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "with --durability memory runs end with this command: it can't detach from them (expected: another durability)");
    }
    ApplicationJar application =
        handsOver || owner.isEmpty() ? ApplicationJar.at(jar) : owner.get().jar();
    Background background = Background.start(surroundings, directory, application);
    close();
    if (handsOver) {
      background.awaitTakeOver();
    }
  }

  private synchronized boolean isHosting() {
    return hosted != null;
  }

  @Override
  public DataDirectory data() {
    return directory;
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
}

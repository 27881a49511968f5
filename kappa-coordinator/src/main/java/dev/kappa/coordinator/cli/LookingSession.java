package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Token;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For commands that only look: the coordinator that works on the data directory, else what is
 * stored, read without one. No run goes on by being looked at.
 */
final class LookingSession implements Session {
  private final ServerFlags flags;
  private final Surroundings surroundings;
  private final DataDirectory directory;
  private @Nullable Claim claim;
  private @Nullable RunningCoordinator reader;
  private @Nullable Token token;
  private String trust = Trust.PLATFORM;
  private boolean closed;

  LookingSession(ServerFlags flags, Surroundings surroundings) {
    this.flags = flags;
    this.surroundings = surroundings;
    this.directory = flags.data(surroundings);
    directory.requireExists();
  }

  @Override
  public synchronized URI url() {
    if (closed) {
      throw new KappaException(ErrorCode.CANCELLED, "this command is ending");
    }
    if (reader != null) {
      return reader.url();
    }
    URI redis = flags.redis(directory);
    return redis == null ? inside() : outside(redis);
  }

  /** The embedded Redis runs for one process only: for the one that has the lock. */
  private URI inside() {
    return switch (Access.to(directory)) {
      case Access.Theirs theirs -> {
        theirs.owner().requireRedis(flags.redis(), directory);
        yield at(theirs.owner());
      }
      case Access.Mine mine -> {
        claim = mine.claim();
        yield read(null);
      }
    };
  }

  private URI outside(URI redis) {
    Optional<Owner> owner = directory.owner();
    if (owner.isEmpty()) {
      return read(redis);
    }
    owner.get().requireRedis(flags.redis(), directory);
    return at(owner.get());
  }

  private URI at(Owner owner) {
    token = owner.token();
    trust = owner.trust();
    return owner.url();
  }

  private URI read(@Nullable URI redis) {
    surroundings.logTo().accept(directory.log());
    RunningCoordinator started =
        surroundings.launcher().look(directory.path(), redis, flags.keys(directory));
    reader = started;
    token = started.token();
    return started.url();
  }

  @Override
  public synchronized String trust() {
    return trust;
  }

  @Override
  public synchronized @Nullable Token token() {
    return token;
  }

  @Override
  public void detach() {
    // No run goes on here.
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
    try {
      if (reader != null) {
        reader.close();
      }
    } finally {
      if (claim != null) {
        claim.close();
      }
    }
  }
}

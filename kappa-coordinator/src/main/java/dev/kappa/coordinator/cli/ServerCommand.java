package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that is a coordinator. */
abstract class ServerCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ServerFlags flags = new ServerFlags();

  ServerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  final Terminal terminal() {
    return surroundings.terminal();
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  /** {@return the data directory, made if there was none} */
  final DataDirectory directory() {
    DataDirectory directory = flags.data(surroundings);
    directory.create();
    return directory;
  }

  final CoordinatorOptions options(DataDirectory directory) {
    return options(directory, null);
  }

  /** As {@link #options(DataDirectory)}, but listens on {@code usualPort} if none is said. */
  final CoordinatorOptions options(DataDirectory directory, @Nullable Integer usualPort) {
    ApplicationJar jar =
        ApplicationJar.at(Jars.choose(flags.jar(), directory, surroundings.defaultJar()));
    return flags.options(directory, jar, usualPort);
  }

  /** {@return a coordinator that serves} When it can't go on, the process ends and says why. */
  final HostedCoordinator host(Owner.Kind kind, Claim claim, CoordinatorOptions options) {
    Report report = new Report(surroundings.terminal(), false);
    return HostedCoordinator.start(
        kind, claim, options, surroundings, failure -> report.failure(failure, null, null));
  }

  /** {@return the lock on {@code directory}, or {@code DATA_DIRECTORY_IN_USE}} */
  static Claim claim(DataDirectory directory) {
    Optional<Claim> claim = directory.tryClaim();
    if (claim.isEmpty()) {
      String who =
          directory
              .owner()
              .map(owner -> "process %d, at %s".formatted(owner.pid(), owner.url()))
              .orElse("a process that is starting or ending");
      throw new KappaException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "%s has a coordinator already: %s; end it, or name another directory with --data"
              .formatted(directory.path(), who));
    }
    return claim.get();
  }
}

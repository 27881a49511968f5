package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.DurationText;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "coordinator",
    mixinStandardHelpOptions = true,
    description = "The coordinator alone, as a server; its log goes to standard error.")
final class CoordinatorCommand extends ServerCommand {
  private static final long LOOK_MILLIS = 100;

  @Option(
      names = "--background",
      hidden = true,
      description = "Take over from a command that ends.")
  private boolean background;

  @Option(
      names = "--idle",
      hidden = true,
      defaultValue = "60s",
      description = "In the background: end after this time without a live run.")
  private String idle = "60s";

  CoordinatorCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    DataDirectory directory = directory();
    if (background) {
      return inBackground(directory);
    }
    HostedCoordinator hosted = host(Owner.Kind.SERVER, claim(directory), options(directory));
    terminal().err().printf("coordinator: %s%n", hosted.url());
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  private int inBackground(DataDirectory directory) {
    Interrupts.ignore("INT");
    Interrupts.ignore("HUP");
    CoordinatorOptions options = options(directory, 0);
    Optional<Claim> claim = awaitClaim(directory);
    if (claim.isEmpty()) {
      return ExitCode.OK;
    }
    try (HostedCoordinator hosted = host(Owner.Kind.BACKGROUND, claim.get(), options)) {
      new IdleWatch(
              hosted.url(), hosted.token(), hosted.trust(), DurationText.parse("--idle", idle))
          .awaitIdle();
    }
    return ExitCode.OK;
  }

  /** Blocks until the lock is free; answers nothing if a coordinator has it that stays anyway. */
  private static Optional<Claim> awaitClaim(DataDirectory directory) {
    while (true) {
      Optional<Claim> claim = directory.tryClaim();
      if (claim.isPresent()) {
        return claim;
      }
      if (directory.owner().filter(owner -> owner.kind() != Owner.Kind.CALL).isPresent()) {
        return Optional.empty();
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KappaException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }
}

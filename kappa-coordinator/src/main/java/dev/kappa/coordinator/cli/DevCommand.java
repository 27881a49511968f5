package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import picocli.CommandLine.Command;

@Command(
    name = "dev",
    mixinStandardHelpOptions = true,
    description =
        "Coordinator, embedded Redis and workers in the foreground; starts anew when the jar changes.")
final class DevCommand extends ServerCommand {
  private static final long LOOK_MILLIS = 500;

  DevCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    DataDirectory directory = directory();
    CoordinatorOptions options = options(directory);
    ApplicationJar jar = ApplicationJar.at(options.jar());
    HostedCoordinator hosted = start(directory, options);
    terminal().err().printf("coordinator: %s%n", hosted.url());
    terminal().err().printf("application: %s%n", options.jar());
    terminal().err().printf("data: %s (log: %s)%n", directory.path(), directory.log());
    terminal().err().println("Ctrl-C ends it; runs go on when it is started again.");
    CoordinatorOptions again = options.withPort(hosted.url().getPort());
    while (true) {
      jar = awaitChange(jar);
      hosted.close();
      hosted = restart(directory, again, hosted);
    }
  }

  private HostedCoordinator start(DataDirectory directory, CoordinatorOptions options) {
    return host(Owner.Kind.DEV, claim(directory), options);
  }

  /** Starts anew; a jar that can't be started is told of, and the next change is awaited. */
  private HostedCoordinator restart(
      DataDirectory directory, CoordinatorOptions options, HostedCoordinator stopped) {
    try {
      HostedCoordinator hosted = start(directory, options);
      terminal().err().printf("%s has changed: started anew%n", options.jar().getFileName());
      return hosted;
    } catch (KappaException e) {
      terminal().err().println(e.code().text() + ": " + e.getMessage());
      terminal().err().println("waiting for the jar to change");
      return stopped;
    }
  }

  /** Blocks until the jar is another one and is whole. */
  private static ApplicationJar awaitChange(ApplicationJar jar) {
    while (true) {
      pause();
      if (!Jars.hasChanged(jar)) {
        continue;
      }
      try {
        ApplicationJar changed = ApplicationJar.at(jar.path());
        pause();
        if (!Jars.hasChanged(changed)) {
          return changed;
        }
      } catch (KappaException e) {
        // It is being written.
      }
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

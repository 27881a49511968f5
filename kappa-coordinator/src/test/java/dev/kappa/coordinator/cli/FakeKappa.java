package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.encryption.KeySources;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The program, with fake runs and a coordinator that prints what it should not. */
public final class FakeKappa {
  private FakeKappa() {}

  /** Runs the command line. */
  public static void main(String[] arguments) {
    System.exit(Main.run(new Noisy(), FakeKappa.class, arguments));
  }

  private static final class Noisy implements CoordinatorLauncher {
    private final FakeCoordinator coordinator = new FakeCoordinator();

    @Override
    public RunningCoordinator start(CoordinatorOptions options) {
      System.out.println("noise on standard output, with " + options);
      System.err.println("noise on standard error");
      return coordinator.start(options);
    }

    @Override
    public RunningCoordinator look(
        Path dataDirectory, @Nullable URI redis, @Nullable KeySources keys) {
      return coordinator.look(dataDirectory, redis, keys);
    }
  }
}

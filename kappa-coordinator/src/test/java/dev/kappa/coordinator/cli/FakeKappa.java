package dev.kappa.coordinator.cli;

/** The program, with fake runs and a coordinator that prints what it should not. */
public final class FakeKappa {
  private FakeKappa() {}

  /** Runs the command line. */
  public static void main(String[] arguments) {
    FakeCoordinator coordinator = new FakeCoordinator();
    CoordinatorLauncher launcher =
        options -> {
          System.out.println("noise on standard output");
          System.err.println("noise on standard error");
          return coordinator.start(options);
        };
    System.exit(Main.run(launcher, FakeKappa.class, arguments));
  }
}

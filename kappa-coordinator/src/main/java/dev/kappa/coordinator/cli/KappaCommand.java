package dev.kappa.coordinator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "kappa",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Long, concurrent programs on serverless functions.",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  the run succeeded, or the command did what it was asked for",
      "  1  the run failed or was cancelled",
      "  2  the call is wrong: options, names, input, files",
      "  3  Redis, a coordinator, a port or the data directory can't be had",
      "  4  the program stopped waiting; the run goes on",
      "  5  a defect of Kappa itself"
    })
final class KappaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command (expected: run, dev, …)");
  }
}

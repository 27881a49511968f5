package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line, from arguments to exit code. */
public final class Cli {
  private final Surroundings surroundings;

  /** A command line in {@code surroundings}. */
  public Cli(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Does what {@code arguments} ask for; answers the exit code. */
  public int run(String... arguments) {
    Terminal terminal = surroundings.terminal();
    return commands()
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(this::wrongCall)
        .setExecutionExceptionHandler(this::failed)
        .execute(arguments);
  }

  /** {@return all commands with their options} */
  CommandLine commands() {
    return new CommandLine(new KappaCommand())
        .addSubcommand(new RunCommand(surroundings))
        .addSubcommand(new ResultCommand(surroundings))
        .addSubcommand(new StatusCommand(surroundings))
        .addSubcommand(new ListCommand(surroundings))
        .addSubcommand(new CancelCommand(surroundings))
        .addSubcommand(new TerminateCommand(surroundings))
        .addSubcommand(new SignalCommand(surroundings))
        .addSubcommand(new ScheduleCommand(surroundings))
        .addSubcommand(new UpgradeCheckCommand(surroundings))
        .addSubcommand(new AcceptCommand(surroundings))
        .addSubcommand(new MoveCommand(surroundings))
        .addSubcommand(new DeployCommand(surroundings))
        .addSubcommand(new TokenCommand(surroundings))
        .addSubcommand(new WorkerCommand())
        .addSubcommand(new KeyCommand(surroundings))
        .addSubcommand(new DevCommand(surroundings))
        .addSubcommand(new CoordinatorCommand(surroundings))
        .addSubcommand(new BenchCommand(surroundings))
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false);
  }

  private int wrongCall(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    boolean json = List.of(arguments).contains("--json");
    String message =
        "%s; see %s --help".formatted(wrong.getMessage(), command.getCommandSpec().qualifiedName());
    if (!json && command.getCommand() instanceof KappaCommand) {
      command.usage(command.getErr());
    }
    KappaException failure = new KappaException(ErrorCode.BAD_REQUEST, message, wrong);
    // What was read before the mistake counts; --json may not be among it.
    return command.getCommand() instanceof ClientCommand client
        ? client.failed(failure, json)
        : new Report(surroundings.terminal(), json).failure(failure, null, null);
  }

  private int failed(Exception failure, CommandLine command, ParseResult parsed) {
    KappaException known = failure instanceof KappaException k ? k : defect(failure);
    return command.getCommand() instanceof ClientCommand client
        ? client.failed(known)
        : new Report(surroundings.terminal(), false).failure(known, null, null);
  }

  private static KappaException defect(Exception failure) {
    Logger log = LoggerFactory.getLogger(Cli.class);
    log.error("The command failed in a way that was not foreseen", failure);
    return new KappaException(ErrorCode.INTERNAL, "internal error: " + failure, failure);
  }
}

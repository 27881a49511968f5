package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    description =
        "Run a worker for resident tasks: a process without the time limit of a function, which"
            + " goes on until it is told to end (SIGTERM, Ctrl-C) and then gives back what it has.")
final class WorkerCommand implements Callable<Integer> {
  private static final String WORKER = "dev.kappa.handler.ResidentWorker";
  private static final int MOST = 1_000;
  private static final int LONGEST_GRACE = 86_400;

  @Option(
      names = "--resident",
      required = true,
      description = "For resident tasks. The function's workers are started by coordinators alone.")
  private boolean resident;

  @Option(
      names = "--coordinator",
      required = true,
      paramLabel = "URL",
      description = "A coordinator's API. Of others it hears there.")
  private URI coordinator = URI.create("");

  @Option(
      names = "--jar",
      required = true,
      paramLabel = "FILE",
      description = "The application, as the coordinator has it.")
  private Path jar = Path.of("");

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many tasks it does at once, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int concurrency = 4;

  @Option(
      names = "--code-version",
      paramLabel = "VERSION",
      description =
          "Which version of the application the jar is, as kappa status --json shows it (default:"
              + " that which new runs begin with).")
  private String version = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "The file that has the token to show, of the role admin (default: $KAPPA_TOKEN).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM file of the certificates to trust (default: those of the JVM).")
  private @Nullable Path authorities;

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description =
          "When it is told to end, how long its steps may go on (default: ${DEFAULT-VALUE}).")
  private int graceSeconds = 20;

  @Override
  public Integer call() {
    if (!resident) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST, "--resident=false: there are no other workers to be run by hand");
    }
    Range.within("--concurrency", concurrency, 1, MOST);
    Range.within("--grace", graceSeconds, 0, LONGEST_GRACE);
    Path application = ApplicationJar.at(jar).path();
    Map<String, String> told = new HashMap<>(System.getenv());
    told.remove("KAPPA_INVITATION");
    told.put("KAPPA_COORDINATOR", coordinator.toString());
    told.put("KAPPA_RESIDENT", Integer.toString(concurrency));
    told.put("KAPPA_CODE_VERSION", version);
    told.put("KAPPA_GRACE", Integer.toString(graceSeconds));
    put(told, "KAPPA_TOKEN_FILE", tokenFile);
    put(told, "KAPPA_CA", authorities);
    return run(application, told) == 0 ? ExitCode.OK : ExitCode.of(ErrorCode.WORKER_START_FAILED);
  }

  private static void put(Map<String, String> told, String name, @Nullable Path file) {
    if (file != null) {
      told.put(name, file.toAbsolutePath().toString());
    }
  }

  /** The application has its own classes of Kappa, and sees none of these here. */
  private static int run(Path application, Map<String, String> told) {
    try (URLClassLoader loader =
        new URLClassLoader(
            "application",
            new URL[] {application.toUri().toURL()},
            ClassLoader.getPlatformClassLoader())) {
      Object status =
          Class.forName(WORKER, true, loader).getMethod("run", Map.class).invoke(null, told);
      return status instanceof Integer code ? code : 1;
    } catch (ReflectiveOperationException | IOException e) {
      throw new KappaException(
          ErrorCode.WORKER_START_FAILED,
          "%s can't be run as a resident worker: %s (expected: an application that was built with this version of Kappa)"
              .formatted(application, e),
          e);
    }
  }
}

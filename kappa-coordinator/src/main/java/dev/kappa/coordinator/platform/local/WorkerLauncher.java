package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.process.OwnSession;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts worker processes with the command line and the environment that Lambda would give them.
 *
 * @param settings of the service
 * @param files of the runtime
 * @param functionJar the jar that workers load
 * @param archive of loaded classes
 * @param version of the function, as it is told to its workers
 */
record WorkerLauncher(
    LocalLambdaSettings settings,
    WorkerFiles files,
    Path functionJar,
    StartupArchive archive,
    String version) {
  private static final String MAIN = "dev.kappa.coordinator.platform.worker.WorkerMain";
  private static final Path NICE = Path.of("/usr/bin/nice");

  /** How AWS's runtime client is told that it is whom {@code org.crac} stands for. */
  private static final String HOOKS = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

  private static final String NATIVE_PROPERTY =
      "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=";

  static WorkerLauncher of(
      LocalLambdaSettings settings, WorkerFiles files, FunctionCopy copy, String version)
      throws IOException {
    JavaRelease java = JavaRelease.of(settings.javaHome());
    String fit = String.join("\n", options(settings, files, java)) + classPath(files, copy.jar());
    StartupArchive archive =
        StartupArchive.of(java, settings.startupArchive(), copy.directory(), fit);
    return new WorkerLauncher(settings, files, copy.jar(), archive, version);
  }

  /**
   * Starts a worker.
   *
   * @param api where it asks for its invocations, as {@code AWS_LAMBDA_RUNTIME_API} says it
   */
  Process launch(String api, WorkerLog log) throws IOException {
    return launch(List.of(), archive.useOptions(), Map.of(), api, log);
  }

  /**
   * Starts a worker that writes a new archive when it ends; with low priority. It is told, as by
   * SnapStart, to get ready for a snapshot.
   */
  Process launchTraining(List<String> archiveOptions, String api, WorkerLog log)
      throws IOException {
    List<String> lowPriority =
        Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", "10") : List.of();
    List<String> options = new ArrayList<>(archiveOptions);
    options.add(HOOKS);
    Map<String, String> more = Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    return launch(lowPriority, options, more, api, log);
  }

  /**
   * Starts a process for resident tasks.
   *
   * @param more of its environment
   */
  Process launchResident(Map<String, String> more, WorkerLog log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(settings.javaHome().resolve("bin/java").toString());
    command.add("-Xmx" + HeapShare.megabytes(settings.memoryMegabytes()) + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:-UsePerfData");
    command.add("-Ddev.kappa.worker.resident=true");
    if (archive.java().asksForNativeAccess()) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(settings.jvmOptions());
    command.addAll(List.of("-cp", classPath(files, functionJar), MAIN));
    Environment environment = new Environment();
    environment.inherit("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.inherit("LANG", "en_US.UTF-8");
    environment.inherit("TMPDIR", null);
    environment.set("TZ", ":UTC");
    environment.set("AWS_REGION", region());
    environment.setAll(settings.environment());
    environment.setAll(more);
    return begin(command, environment.variables(), log);
  }

  private Process begin(List<String> command, Map<String, String> environment, WorkerLog log)
      throws IOException {
    Files.createDirectories(settings.workingDirectory());
    ProcessBuilder builder = new ProcessBuilder(OwnSession.command(command));
    builder.directory(settings.workingDirectory().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
    return builder.start();
  }

  private Process launch(
      List<String> prefix,
      List<String> archiveOptions,
      Map<String, String> more,
      String api,
      WorkerLog log)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(settings.javaHome().resolve("bin/java").toString());
    command.addAll(archiveOptions);
    command.addAll(options(settings, files, archive.java()));
    command.addAll(List.of("-cp", classPath(files, functionJar), MAIN, settings.handler()));
    Map<String, String> environment = new HashMap<>(environment(api, log));
    environment.putAll(more);
    return begin(command, environment, log);
  }

  /** The JVM's options but those of the archive. */
  private static List<String> options(
      LocalLambdaSettings settings, WorkerFiles files, JavaRelease java) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + HeapShare.megabytes(settings.memoryMegabytes()) + "m");
    options.add("-XX:+UseSerialGC");
    options.add("-XX:TieredStopAtLevel=1");
    options.add("-XX:+ExitOnOutOfMemoryError");
    options.add("-XX:-UsePerfData");
    if (java.asksForNativeAccess()) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    files.nativeLibrary().ifPresent(library -> options.add(NATIVE_PROPERTY + library));
    if (files.nativeLibrary().isEmpty()) {
      options.add("-Ddev.kappa.worker.plain=true");
    }
    options.addAll(settings.jvmOptions());
    return options;
  }

  private static String classPath(WorkerFiles files, Path functionJar) {
    return Stream.concat(Stream.of(files.launcher(), functionJar), files.runtime().stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Map<String, String> environment(String api, WorkerLog log) {
    Environment environment = new Environment();
    environment.inherit("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.inherit("LANG", "en_US.UTF-8");
    environment.inherit("TMPDIR", null);
    environment.set("TZ", ":UTC");
    environment.set("AWS_REGION", region());
    environment.set("AWS_DEFAULT_REGION", region());
    environment.set("AWS_EXECUTION_ENV", "AWS_Lambda_java" + archive.java().feature());
    environment.set("AWS_LAMBDA_FUNCTION_NAME", settings.functionName());
    environment.set("AWS_LAMBDA_FUNCTION_VERSION", version);
    environment.set("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "" + settings.memoryMegabytes());
    environment.set("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.set("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + settings.functionName());
    environment.set("AWS_LAMBDA_LOG_STREAM_NAME", String.valueOf(log.file().getFileName()));
    environment.set("LAMBDA_TASK_ROOT", settings.workingDirectory().toString());
    environment.set("LAMBDA_RUNTIME_DIR", String.valueOf(files.launcher().getParent()));
    environment.setAll(settings.environment());
    environment.set("AWS_LAMBDA_RUNTIME_API", api);
    environment.set("_HANDLER", settings.handler());
    return environment.variables();
  }

  private String region() {
    String set = settings.environment().get("AWS_REGION");
    String inherited = System.getenv("AWS_REGION");
    return set != null ? set : inherited != null ? inherited : "us-east-1";
  }

  /** {@return a file for the output of a worker; each version's are numbered by themselves} */
  WorkerLog log(int number) {
    String of = version.equals(FunctionName.LATEST) ? "" : version + "-";
    return new WorkerLog(settings.logDirectory().resolve("worker-" + of + number + ".log"));
  }

  /** {@return a file for the output of a process for resident tasks} */
  WorkerLog residentLog(int number) {
    return new WorkerLog(settings.logDirectory().resolve("resident-" + number + ".log"));
  }

  String functionArn() {
    return "arn:aws:lambda:" + region() + ":000000000000:function:" + settings.functionName();
  }
}

package dev.kappa.coordinator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Programs of the system, as a line of the shell.
 *
 * @param programs those that must be installed
 * @param script the line; {@code $1} and so on are the arguments
 * @param allowed the exit codes that are no failure
 * @param comparison what must hold for an application's result
 */
record ShellRival(
    String name,
    List<String> programs,
    String script,
    List<String> arguments,
    List<Integer> allowed,
    Comparison comparison)
    implements Rival {
  private static final int MOST_SHOWN = 500;

  /** Compares a result with what the programs have left. */
  @FunctionalInterface
  interface Comparison {
    /** Throws if it differs. */
    void with(JsonNode result) throws IOException;
  }

  @Override
  public OptionalLong run() throws Exception {
    if (!programs.stream().allMatch(ShellRival::isInstalled)) {
      return OptionalLong.empty();
    }
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    long begin = System.nanoTime();
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int code = process.waitFor();
    long nanos = System.nanoTime() - begin;
    if (!allowed.contains(code)) {
      throw new KappaException(
          ErrorCode.INTERNAL,
          "%s ended with %d: %s"
              .formatted(name, code, said.substring(0, Math.min(MOST_SHOWN, said.length()))));
    }
    return OptionalLong.of(nanos);
  }

  @Override
  public void check(JsonNode result) throws IOException {
    comparison.with(result);
  }

  private static boolean isInstalled(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path)
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}

package dev.kappa.coordinator.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts programs in a session of their own. A terminal sends Ctrl-C to all processes of the
 * foreground at once; one in its own session goes on, and ends when it is told to.
 */
public final class OwnSession {
  private static final String PERL =
      "use POSIX; POSIX::setsid(); exec {$ARGV[0]} @ARGV or exit 127";

  private OwnSession() {}

  /**
   * {@return a command that runs {@code command} in a session of its own, in the process that is
   * started} Where the system has no means for that, {@code command} itself.
   */
  public static List<String> command(List<String> command) {
    List<String> all = new ArrayList<>();
    Optional<Path> setsid = onPath("setsid");
    Optional<Path> perl = onPath("perl");
    if (setsid.isPresent()) {
      all.add(setsid.get().toString());
    } else if (perl.isPresent()) {
      all.addAll(List.of(perl.get().toString(), "-e", PERL, "--"));
    }
    all.addAll(command);
    return all;
  }

  private static Optional<Path> onPath(String program) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

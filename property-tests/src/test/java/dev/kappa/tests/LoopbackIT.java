package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.extent.OneMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where all that a coordinator brings with it can be reached, as the kernel has it. */
@OneMode
final class LoopbackIT {
  private static final String LISTENING = "0A";

  /** 127.0.0.1, and that as sockets for both kinds of addresses write it. */
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

  /** A line of the kernel's table. */
  private record Listener(String address, String inode) {}

  @Test
  void withoutHostNothingListensButOnLoopback() throws IOException {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator();
      // So that there are workers, too.
      kappa.call("run", "fib", "--input", "{\"n\":5}").exits(0);
      Eventually.holds("a worker", () -> !Processes.workers(kappa.data()).isEmpty());
      List<Listener> found = listeners(Processes.of(kappa.data()));
      // The API, the workers' port, the local Lambda's, the first worker's, and Redis's.
      assertThat(found).hasSizeGreaterThanOrEqualTo(5);
      assertThat(found).extracting(Listener::address).isSubsetOf(LOOPBACK);
    }
  }

  private static List<Listener> listeners(List<ProcessHandle> processes) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (ProcessHandle process : processes) {
      sockets.addAll(sockets(process));
    }
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc/net", table)))
        .map(line -> line.strip().split("\\s+"))
        .filter(line -> line[3].equals(LISTENING))
        .map(line -> new Listener(line[1].substring(0, line[1].indexOf(':')), line[9]))
        .filter(listener -> sockets.contains("socket:[" + listener.inode() + "]"))
        .toList();
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> sockets(ProcessHandle process) {
    Path open = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (Stream<Path> each = Files.list(open)) {
      return each.map(LoopbackIT::target).collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      // It has ended, and listens to nothing.
      return Set.of();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}

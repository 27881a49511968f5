package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.coordinator.api.client.Patience;
import io.vavr.Lazy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real program, as it was built, with a data directory of its own. Closing ends the coordinator
 * that works there, and fails if any process is left.
 */
public final class Kappa implements AutoCloseable {
  /** The project's directory. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static final Path APPS = ROOT.resolve("apps/target/kappa-apps.jar");
  static final Path TEXT = ROOT.resolve("apps/data/kjv.txt");

  private static final Path KAPPA = ROOT.resolve("kappa-coordinator/target/kappa.jar");

  private static final Supplier<List<String>> COMMAND = Lazy.of(Kappa::commandWithArchive);

  /** The commands that ask a coordinator. */
  private static final Set<String> CLIENTS =
      Set.of(
          "accept",
          "cancel",
          "list",
          "result",
          "run",
          "schedule",
          "signal",
          "status",
          "terminate",
          "upgrade-check");

  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10));

  private final Path data;
  private final Map<String, String> environment;
  private final List<Program> started = new ArrayList<>();

  private Kappa(Path data, Map<String, String> environment) {
    this.data = data;
    this.environment = environment;
  }

  static Kappa onNewData() {
    return onNewData(Map.of());
  }

  /** Each call has this in its environment, too. */
  static Kappa onNewData(Map<String, String> environment) {
    try {
      Path parent = Files.createDirectories(Path.of("target", "kappa").toAbsolutePath());
      return new Kappa(Files.createTempDirectory(parent, "data-"), environment);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Path data() {
    return data;
  }

  /** No version of an application is kept any more but the one that is started next. */
  void forgetVersions() {
    try (Stream<Path> kept = Files.list(data.resolve("versions"))) {
      for (Path jar : kept.toList()) {
        Files.delete(jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return how workers answer, as the system property {@code kappa.test.workers} says} */
  private static List<String> workersMode() {
    String mode = System.getProperty("kappa.test.workers", "");
    return mode.isEmpty() ? List.of() : List.of("--workers-mode", mode);
  }

  /** {@return whether workers return what they did, and each of their invocations does little} */
  static boolean workersReturn() {
    return workersMode().contains("return");
  }

  // ---- calls

  /**
   * Calls {@code kappa ARGUMENTS --data …} and waits for its end. A client's call to a coordinator
   * that is there is made in this process, for there are some hundreds of them; all else in a
   * process of its own.
   */
  Called call(String... arguments) {
    return calledHere(arguments).orElseGet(() -> callApart(arguments));
  }

  /** As {@link #call}, always in a process of its own. */
  Called callApart(String... arguments) {
    try (Program program = start(arguments)) {
      return program.await();
    }
  }

  private Optional<Called> calledHere(String... arguments) {
    return CLIENTS.contains(arguments[0]) && environment.isEmpty() && owner().isPresent()
        ? CalledHere.tried(withData(arguments))
        : Optional.empty();
  }

  /** Calls the program without a word on the data directory. */
  Called callElsewhere(String... arguments) {
    try (Program program = Program.start(ROOT, data, command(arguments))) {
      return program.await();
    }
  }

  /** Calls the script {@code kappa} as a user does, and waits for its end. */
  Called script(String... arguments) {
    Path script = BuiltCopy.of(ROOT, data.resolve("project")).resolve("kappa");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    try (Program program = Program.start(data, data, command)) {
      return program.await();
    }
  }

  /** Calls {@code kappa ARGUMENTS --data …}; this object ends it at its own end, at the latest. */
  Program start(String... arguments) {
    return startIn(ROOT, arguments);
  }

  /** As {@link #start}, in another directory than the project's. */
  Program startIn(Path directory, String... arguments) {
    List<String> command = command(withData(arguments).toArray(String[]::new));
    Program program = Program.start(directory, data, command, environment);
    started.add(program);
    return program;
  }

  private List<String> withData(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    if (arguments[0].equals("run")) {
      all.addAll(workersMode());
    }
    return all;
  }

  /** As {@link #start}, without a word on the data directory. */
  Program startElsewhere(String... arguments) {
    Program program = Program.start(ROOT, data, command(arguments), environment);
    started.add(program);
    return program;
  }

  /** Starts a coordinator; returns when it can be reached. */
  Program startCoordinator(String... arguments) {
    List<String> all = new ArrayList<>(List.of("coordinator", "--port", "0"));
    all.addAll(List.of(arguments));
    all.addAll(workersMode());
    Program program = start(all.toArray(String[]::new));
    Eventually.holds("the coordinator serves: " + program.err(), () -> isServed(program));
    return program;
  }

  /** As {@link #startCoordinator}, in a JVM with the option {@code jvm}. */
  Program startCoordinatorOf(String jvm, String... arguments) {
    List<String> all = new ArrayList<>(command("coordinator", "--port", "0"));
    all.addAll(List.of(arguments));
    all.addAll(workersMode());
    all.addAll(List.of("--data", data.toString()));
    all.add(1, jvm);
    Program program = Program.start(ROOT, data, all);
    started.add(program);
    Eventually.holds("the coordinator serves: " + program.err(), () -> isServed(program));
    return program;
  }

  private boolean isServed(Program program) {
    if (!program.isAlive()) {
      throw new AssertionError("the coordinator ended: " + program.err());
    }
    return owner().isPresent();
  }

  /** {@return the command line of the program as it was built} */
  public static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(COMMAND.get());
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> commandWithArchive() {
    List<String> command = new ArrayList<>(commandWithoutArchive());
    command.add(1, "-XX:SharedArchiveFile=" + StartArchive.of(KAPPA, command));
    return List.copyOf(command);
  }

  private static List<String> commandWithoutArchive() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable"));
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Dkappa.default.jar=" + APPS);
    command.addAll(List.of("-jar", KAPPA.toString()));
    return command;
  }

  // ---- what runs

  /** A coordinator that says that it works on the data directory, and lives. */
  record Owner(long pid, URI url, String kind) {}

  Optional<Owner> owner() {
    try {
      String text = Files.readString(data.resolve("coordinator.json"));
      JsonNode json = JsonMapper.shared().readTree(text);
      Owner owner =
          new Owner(
              Long.parseLong(json.get("pid").stringValue()),
              URI.create(json.get("url").stringValue()),
              json.get("kind").stringValue());
      return Optional.of(owner)
          .filter(o -> Processes.of(data).stream().anyMatch(p -> p.pid() == o.pid()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return the coordinator, as soon as there is one} */
  Owner awaitOwner() {
    return Eventually.found("a coordinator works on " + data, this::owner);
  }

  /** {@return the newest run, as soon as it looks like that} */
  RunView awaitRun(String workflow, Predicate<RunView> state) {
    URI url = awaitOwner().url();
    try (KappaClient client = new KappaClient(() -> url, PATIENCE)) {
      return Eventually.found(
          "a run of " + workflow + " as expected",
          () -> client.list(new RunFilter(null, 1, workflow)).stream().filter(state).findFirst());
    }
  }

  /** {@return the run as the coordinator has it now} */
  RunView find(String run) {
    URI url = awaitOwner().url();
    try (KappaClient client = new KappaClient(() -> url, PATIENCE)) {
      return client.find(run);
    }
  }

  /** {@return what the coordinators inside calls have logged} */
  String log() {
    try {
      Path log = data.resolve("coordinator.log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ---- the end

  @Override
  public void close() {
    started.forEach(Program::close);
    // A coordinator in the background is not this process's child: it is told to end by its id.
    owner().flatMap(owner -> ProcessHandle.of(owner.pid())).ifPresent(ProcessHandle::destroy);
    try {
      Eventually.holds("no process is left", () -> Processes.of(data).isEmpty());
    } finally {
      List<ProcessHandle> left = Processes.of(data);
      List<String> what = Processes.describe(left);
      left.forEach(ProcessHandle::destroyForcibly);
      assertThat(what).as("processes that the test left").isEmpty();
    }
    delete();
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

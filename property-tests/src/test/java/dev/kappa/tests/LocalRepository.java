package dev.kappa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Maven repository as {@code mvn install} would leave it: the artifacts that were just built, and
 * links to all that this build has fetched. The user's own repository gets nothing of Kappa's.
 */
final class LocalRepository {
  private static final String VERSION = "0.1.0";

  private LocalRepository() {}

  static Path withThisBuild(Path directory) throws IOException {
    Path fetched = Path.of(System.getProperty("maven.repo.local"));
    link(fetched, directory, "dev");
    link(fetched.resolve("dev"), directory.resolve("dev"), "kappa");
    Path kappa = Files.createDirectories(directory.resolve("dev/kappa"));
    install(kappa, "kappa", "pom.xml", "");
    install(
        kappa, "kappa-application-parent", "kappa-lambda-handler/application-parent/pom.xml", "");
    install(
        kappa,
        "kappa-archetype",
        "kappa-lambda-handler/archetype/pom.xml",
        "kappa-lambda-handler/archetype/target/");
    install(kappa, "kappa-dsl", "kappa-dsl/pom.xml", "kappa-dsl/target/");
    install(
        kappa,
        "kappa-lambda-handler",
        "kappa-lambda-handler/pom.xml",
        "kappa-lambda-handler/target/");
    install(
        kappa, "kappa-s3", "kappa-lambda-handler/s3/pom.xml", "kappa-lambda-handler/s3/target/");
    install(kappa, "kappa-coordinator", "kappa-coordinator/pom.xml", "kappa-coordinator/target/");
    Files.copy(
        Kappa.ROOT.resolve("kappa-coordinator/target/kappa.jar"),
        kappa.resolve("kappa-coordinator/%1$s/kappa-coordinator-%1$s-all.jar".formatted(VERSION)));
    install(kappa, "kappa-property-tests", "property-tests/pom.xml", "property-tests/target/");
    return directory;
  }

  /** Makes {@code to} a directory of links to all in {@code from} but one. */
  private static void link(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    List<Path> children;
    try (Stream<Path> all = Files.list(from)) {
      children = all.filter(child -> !child.getFileName().toString().equals(except)).toList();
    }
    for (Path child : children) {
      Files.createSymbolicLink(to.resolve(child.getFileName()), child);
    }
  }

  private static void install(Path group, String artifact, String pom, String target)
      throws IOException {
    Path directory = Files.createDirectories(group.resolve(artifact).resolve(VERSION));
    String name = artifact + "-" + VERSION;
    Files.copy(Kappa.ROOT.resolve(pom), directory.resolve(name + ".pom"));
    if (!target.isEmpty()) {
      Files.copy(Kappa.ROOT.resolve(target + name + ".jar"), directory.resolve(name + ".jar"));
    }
  }
}

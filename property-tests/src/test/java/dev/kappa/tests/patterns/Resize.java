package dev.kappa.tests.patterns;

import dev.kappa.Task;
import dev.kappa.Workflows;
import java.util.List;

/** Fan-out and fan-in: a task for each picture, and one result. */
public final class Resize {
  public record Album(List<String> pictures) {}

  public static Workflows workflows() {
    return Workflows.of("resize", Album.class, Resize::resize);
  }

  static Task<Long> resize(Album album) {
    return Task.spawnAll(album.pictures(), name -> Task.step("resize", () -> Outside.resize(name)))
        .then(Task::awaitAll)
        .map(sizes -> sizes.stream().mapToLong(size -> size).sum());
  }
}

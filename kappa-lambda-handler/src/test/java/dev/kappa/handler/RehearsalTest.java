package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Commit;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crac.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is done before a snapshot is taken: the real work, seen by nobody. */
final class RehearsalTest {
  private final Rehearsal rehearsal = new Rehearsal();

  @Test
  void eachKindOfOrderIsDoneToItsEnd() throws IOException {
    List<String> answers = rehearsal.run();

    assertThat(answers).hasSize(3);
    assertThat(answers.get(0)).contains("rehearsed-steps").doesNotContain("\"error\"");
    assertThat(answers.get(1)).isEqualTo("{\"tasks\":3,\"reason\":\"released\"}");
    assertThat(result(answers.get(2))).isEqualTo("{\"size\":2}");
  }

  @Test
  void nothingOfItIsLeft() throws IOException {
    rehearsal.run();
    rehearsal.run();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("kappa-rehearsal");
  }

  /** Whoever goes on from the snapshot would find the other end gone. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void noConnectionIsKept() throws IOException {
    Set<String> before = sockets();
    rehearsal.run();
    assertThat(before).containsAll(sockets());
  }

  private static Set<String> sockets() throws IOException {
    Set<String> sockets = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : open) {
        String what = whatIs(each);
        if (what.startsWith("socket:")) {
          sockets.add(what);
        }
      }
    }
    return sockets;
  }

  private static String whatIs(Path open) throws IOException {
    try {
      return Files.readSymbolicLink(open).toString();
    } catch (NoSuchFileException e) {
      return "closed meanwhile";
    }
  }

  @Test
  void hookIsThereOnlyWhereASnapshotIsTaken() {
    assertThat(Snapshot.prepare(Map.of())).isNull();
    assertThat(Snapshot.prepare(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"))).isNull();
    assertThat(Snapshot.prepare(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")))
        .isInstanceOf(Resource.class);
  }

  private static String result(String answer) {
    String messages = answer.replaceAll(".*\"messages\":\"([^\"]*)\".*", "$1");
    try {
      Commit last =
          Message.unframe(Base64.getDecoder().decode(messages)).stream()
              .filter(Message.Commits.class::isInstance)
              .map(message -> ((Message.Commits) message).commit())
              .reduce((first, second) -> second)
              .orElseThrow();
      Next.Completed end = (Next.Completed) last.next().next();
      return new String(end.json(), StandardCharsets.UTF_8);
    } catch (dev.kappa.wire.MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}

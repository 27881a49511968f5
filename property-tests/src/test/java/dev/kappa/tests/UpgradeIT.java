package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A workflow's code is edited while it runs: what is said before, and what is done about it. */
final class UpgradeIT {
  private static final String SOURCE =
      """
      package edited;
      import dev.kappa.*;

      public final class App {
        public record Note(String text, int size) {}
        public static Workflows workflows() {
          return Workflows.of("note", String.class, App::note);
        }
        static Task<String> note(String word) {
          Note note = new Note("note", 4);
          return Task.signal("go", String.class).await().then(() -> Task.value(note.text() + " one"));
        }
      }
      """;

  @TempDir private static Path directory;

  @Test
  void editIsToldBeforeAndAcceptedAfterwards() {
    Path jar = jar("one", SOURCE);
    Path same = jar("same", "\n" + SOURCE);
    Path edited = jar("two", SOURCE.replace("\" one\"", "\" two\""));
    try (Kappa kappa = Kappa.onNewData()) {
      String id;
      try (Program coordinator = kappa.startCoordinator("--jar", jar.toString())) {
        id = kappa.call("run", "note", "--input", "\"now\"", "--detach").exits(0).out().strip();
        kappa.awaitRun("note", run -> run.checkpoints() >= 1);
        assertThat(kappa.call("upgrade-check", same.toString()).exits(0).out())
            .containsPattern("goes on +lambda of App.note \\(App.java:11\\), now at App.java:12")
            .contains("record App.Note");
        assertThat(kappa.call("upgrade-check", edited.toString()).exits(1).out())
            .contains("needs the old version  lambda of App.note (App.java:11)");
        coordinator.kill();
      }
      kappa.forgetVersions();
      JsonNode report =
          kappa.call("upgrade-check", edited.toString(), "--json").exits(1).document();
      assertThat(report.get("goesOn").booleanValue()).isFalse();
      try (Program other = kappa.startCoordinator("--jar", edited.toString())) {
        kappa.call("signal", id, "go", "--input", "\"now\"").exits(0);
        kappa.awaitRun("note", run -> run.parkedTasks() == 1);
        assertThat(kappa.call("accept", edited.toString()).exits(1).out())
            .contains(
                "lambda of App.note (App.java:11) is to be the body at App.java:11, in run " + id);
        kappa.call("accept", edited.toString(), "--yes").exits(0);
        JsonNode run = kappa.call("result", id, "--json").exits(0).document();
        assertThat(run.get("result").stringValue()).isEqualTo("note two");
        other.end();
      }
    }
  }

  @Test
  void runEndsWithTheVersionThatItBeganWithWhileOthersBeginWithTheNewOne() {
    Path jar = jar("first", SOURCE);
    Path edited = jar("second", SOURCE.replace("\" one\"", "\" two\""));
    try (Kappa kappa = Kappa.onNewData()) {
      String id;
      try (Program coordinator = kappa.startCoordinator("--jar", jar.toString())) {
        id = kappa.call("run", "note", "--input", "\"now\"", "--detach").exits(0).out().strip();
        kappa.awaitRun("note", run -> run.checkpoints() >= 1);
        coordinator.kill();
      }
      try (Program other = kappa.startCoordinator("--jar", edited.toString())) {
        String second =
            kappa.call("run", "note", "--input", "\"now\"", "--detach").exits(0).out().strip();
        kappa.call("signal", second, "go", "--input", "\"now\"").exits(0);
        JsonNode fresh = kappa.call("result", second, "--json").exits(0).document();
        assertThat(fresh.get("result").stringValue()).isEqualTo("note two");
        kappa.call("signal", id, "go", "--input", "\"now\"").exits(0);
        JsonNode old = kappa.call("result", id, "--json").exits(0).document();
        assertThat(old.get("result").stringValue()).isEqualTo("note one");
        assertThat(old.get("version")).isNotEqualTo(fresh.get("version"));
        other.end();
      }
    }
  }

  @Test
  void runIsMovedToAVersionThatHasAllThatItHolds() {
    String source =
        SOURCE
            .replace("note.text() + \" one\"", "note.text() + word()")
            .replace("static Task", "static String word() { return \" one\"; }\n  static Task");
    Path jar = jar("begun", source);
    Path other = jar("other", source.replace("+ word()", "+ 1 + word()"));
    Path newer = jar("newer", source.replace("\" one\"", "\" two\""));
    try (Kappa kappa = Kappa.onNewData();
        Program coordinator = kappa.startCoordinator("--jar", jar.toString())) {
      String id =
          kappa.call("run", "note", "--input", "\"now\"", "--detach").exits(0).out().strip();
      kappa.awaitRun("note", run -> run.checkpoints() >= 1);
      assertThat(kappa.call("move", other.toString(), "--all").exits(1).out())
          .contains(id + "  stays: lambda of App.note")
          .contains("needs the old version");
      assertThat(kappa.call("move", newer.toString(), "--run", id).exits(0).out())
          .contains(id + "  goes on with version ");
      kappa.call("signal", id, "go", "--input", "\"now\"").exits(0);
      JsonNode run = kappa.call("result", id, "--json").exits(0).document();
      assertThat(run.get("result").stringValue()).isEqualTo("note two");
      coordinator.end();
    }
  }

  @Test
  void runGoesOnWithARecordOfOtherComponentsOnceThatCanBeMadeOfTheFormer() {
    String changed =
        SOURCE
            .replace("String text, int size)", "String text)")
            .replace("(\"note\", 4)", "(\"x\")");
    String migrating =
        changed.replace(
            "String text) {}",
            """
            String text) {
                record Sized(String text, int size) {}
                @Migrate static Note of(Sized former) {
                  return new Note(former.text() + former.size());
                }
              }""");
    Path jar = jar("sized", SOURCE);
    Path without = jar("unsized", changed);
    Path with = jar("migrating", migrating);
    try (Kappa kappa = Kappa.onNewData();
        Program coordinator = kappa.startCoordinator("--jar", jar.toString())) {
      String id =
          kappa.call("run", "note", "--input", "\"now\"", "--detach").exits(0).out().strip();
      kappa.awaitRun("note", run -> run.checkpoints() >= 1);
      assertThat(kappa.call("upgrade-check", without.toString()).exits(1).out())
          .contains("needs a migration      record App.Note: it has other components");
      assertThat(kappa.call("upgrade-check", with.toString()).exits(0).out())
          .contains("migrated from ");
      kappa.call("move", with.toString(), "--run", id).exits(0);
      kappa.call("signal", id, "go", "--input", "\"now\"").exits(0);
      JsonNode run = kappa.call("result", id, "--json").exits(0).document();
      assertThat(run.get("result").stringValue()).isEqualTo("note4 one");
      coordinator.end();
    }
  }

  /** Compiles a version of the application. {@return its jar} */
  private static Path jar(String name, String source) {
    try {
      Path classes = Files.createDirectories(directory.resolve(name));
      compile(classes, source);
      return TestJar.write(directory.resolve(name + ".jar"), "edited.App", classes, classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path to, String source) {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("mem:///edited/App.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options = List.of("-proc:none", "-d", to.toString(), "-cp", Kappa.APPS.toString());
    boolean compiled =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .getTask(null, null, null, options, null, List.of(file))
            .call();
    assertThat(compiled).isTrue();
  }
}

package dev.kappa.coordinator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.children.ChildJvm;
import dev.kappa.coordinator.children.Eventually;
import dev.kappa.coordinator.platform.local.handler.ScriptedHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No process outlives a coordinator that is killed by {@code kill -9}. */
class OwnerDeathIT {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void killedOwnerLeavesNoWorkerNotEvenOneThatHangs(boolean startupArchive) throws IOException {
    Path mark = directory.resolve("hanging");
    try (ChildJvm owner =
        ChildJvm.start(
            ServiceOwner.class,
            HandlerJar.in(directory).toString(),
            ScriptedHandler.class.getName(),
            directory.toString(),
            mark.toString(),
            "" + startupArchive)) {
      assertThat(owner.line()).startsWith("Returned");
      Eventually.holds(() -> Files.exists(mark));
      List<Long> children = owner.descendants();
      assertThat(children).hasSizeGreaterThanOrEqualTo(2);
      owner.kill();
      children.forEach(Eventually::isGone);
    }
  }
}

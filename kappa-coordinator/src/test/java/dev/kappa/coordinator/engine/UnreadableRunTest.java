package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.WarningView;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Partition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that this release can't read stands still, and says so. */
final class UnreadableRunTest {
  private static final String RUN = "run";
  private static final byte[] OF_ANOTHER_RELEASE = {99};
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final ManualLoop loop = new ManualLoop();
  private final MemoryStore store = new MemoryStore(1, InstantSource.system());

  private Engine open() {
    EngineSettings settings =
        new EngineSettings(
            CoreSettings.DEFAULT,
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            10,
            Duration.ofSeconds(30),
            10_000);
    Engine engine =
        new Engine(
            loop,
            store.on(loop),
            new TestPlatform(),
            new Invitations("127.0.0.1", "secret"),
            settings,
            loop.time());
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    return engine;
  }

  private void storeRunOfAnotherRelease() {
    Engine engine = open();
    engine.commands().submit(RUN, new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
    var closed = engine.close();
    loop.pass(10);
    Partition partition = store.takeOver(0, "another").join();
    var written = partition.write(List.of(new Change.Put(RUN, "t0.0", OF_ANOTHER_RELEASE)));
    assertThat(closed).isCompleted();
    assertThat(written).isCompleted();
  }

  private RunView view(Engine engine) {
    var found = new EngineRuns(loop, engine, new Application(new TestPlatform())).find(RUN);
    loop.pass(10);
    return found.join();
  }

  @Test
  void itTellsWhatCantBeReadHoweverLongItStands() {
    storeRunOfAnotherRelease();
    Engine engine = open();
    loop.pass(HOUR);

    RunView run = view(engine);
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    WarningView warning = run.warnings().getFirst();
    assertThat(warning.kind()).isEqualTo(WarningView.Kind.UNREADABLE);
    assertThat(warning.code()).isEqualTo("KAPPA-506");
    assertThat(warning.text()).contains("format 99", "start a coordinator of the release");
  }
}

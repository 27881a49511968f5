package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What clients are told while the store can't be reached. */
final class StoreAwayTest {
  private final ManualLoop loop = new ManualLoop();
  private final SlowStore store = new SlowStore();
  private final Engine engine =
      new Engine(
          loop,
          store.around(new MemoryStore(1, InstantSource.system()).on(loop)),
          new TestPlatform(),
          new Invitations("127.0.0.1", "secret"),
          EngineSettings.of(1),
          loop.time());

  @Test
  void whatCouldOnlyWaitInMemoryIsRefused() {
    var unused = engine.open(TestSeats.alone());
    loop.pass(10);
    engine.submit("here", new Command.Start("flow", "1".getBytes(UTF_8), 1), reply -> {});
    loop.pass(10);
    store.leave();
    assertThatCode(() -> engine.overload().refuseIfAway("here")).doesNotThrowAnyException();
    assertThatThrownBy(() -> engine.overload().refuseIfAway("elsewhere"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REDIS_UNREACHABLE));
  }
}

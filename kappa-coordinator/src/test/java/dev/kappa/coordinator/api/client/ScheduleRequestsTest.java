package dev.kappa.coordinator.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.api.ApiServer;
import dev.kappa.coordinator.api.FakeRuns;
import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.Schedules.Source;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Trust;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests about schedules, from the client through the server. */
final class ScheduleRequestsTest {
  private static final String BODY = "{\"workflow\":\"echo\",\"cron\":\"0 2 * * *\"}";

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final FakeRuns runs = new FakeRuns();
  private final ApiServer server = ApiServer.start(group, "127.0.0.1", 0, runs, runs);
  private final KappaClient client = new KappaClient(server::uri, Patience.NONE);
  private final KappaClient coordinator =
      KappaClient.forwarding(
          server.uri(),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          new Semaphore(1),
          "1",
          Trust.PLATFORM);

  @AfterEach
  void stop() {
    client.close();
    coordinator.close();
    server.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void aScheduleIsPutFoundListedAndDeleted() {
    client.putSchedule("b.1", BODY, Source.CLIENT);
    coordinator.putSchedule("a", BODY, Source.CODE);
    assertThat(client.schedule("a").json()).contains("\"note\":\"CODE\"");
    assertThat(client.schedules()).extracting(ScheduleView::name).containsExactly("a", "b.1");
    coordinator.deleteSchedule("a", Source.CODE);
    assertThatThrownBy(() -> client.schedule("a"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_SCHEDULE));
  }

  @Test
  void onlyCoordinatorsSpeakForTheCode() {
    assertThatThrownBy(() -> client.putSchedule("a", BODY, Source.CODE))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining("source: CODE");
  }

  @Test
  void aScheduleIsPausedResumedAndTriggeredUnderAKey() {
    client.putSchedule("a", BODY, Source.CLIENT);
    assertThat(client.pauseSchedule("a", true).json()).contains("PAUSED");
    assertThat(client.pauseSchedule("a", false).json()).contains("ACTIVE");
    assertThat(client.triggerSchedule("a", "my key").json()).contains("\"note\":\"my key\"");
  }

  @Test
  void aNameThatIsNoneIsABadRequest() {
    assertThatThrownBy(() -> client.schedule("a b"))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining("1 to 100 letters");
  }
}

package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.error.ErrorCode;
import dev.kappa.tests.app.TestApplication;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a worker's token, and no more, may ask for tasks; of no task may he say anything. */
final class GrantsIT {
  private static final AttemptRef ATTEMPT = new AttemptRef("anothers", Handle.ROOT, 1);
  private static final AttemptRef LATER = new AttemptRef("anothers", Handle.ROOT, 2);

  private static final List<Message> SAID =
      List.of(
          new Message.PutBlob(ATTEMPT, "0.0-1-1-0-ab", new byte[1]),
          new Message.FetchBlob(ATTEMPT, "0.0-1-1-0-ab"),
          new Message.FetchFrames(ATTEMPT, 1, 1),
          new Message.Commits(
              new Commit(
                  ATTEMPT,
                  1,
                  1,
                  new Continuation(
                      0, List.of(), new Next.Holding(Payload.NONE), 0, 0, Extent.NONE, false),
                  List.of(),
                  false)));

  @TempDir private Path directory;

  @Test
  void whoHasNoGrantOfATaskIsRefusedWhateverHeSaysOfIt() throws Exception {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Program coordinator =
            kappa.startCoordinatorOf("-Xmx256m", "--jar", jar.toString(), "--redis", redis.uri())) {
      WorkerDoor door = WorkerDoor.of(redis);
      for (Message message : SAID) {
        demandRefused(door, message, null, "was not given this task");
        demandRefused(door, message, door.grant(LATER), "was not given this task");
        demandRefused(
            door, message, new Message.Grant(ATTEMPT, door.grant(LATER).token()), "is not that of");
        demandRefused(door, message, expired(door), "its grant has expired");
      }
      try (WorkerDoor.Visit visit = door.enter("owner")) {
        visit.say(door.grant(ATTEMPT));
        visit.say(SAID.getFirst());
        assertThat(visit.hear()).isEqualTo(new Message.BlobStored());
        Message.Grant renewed = visit.hearGrant();
        assertThat(renewed.ref()).isEqualTo(ATTEMPT);
        assertThat(door.tokens().refusal(renewed, System.currentTimeMillis())).isNull();
      }
      Message of = new Message.PutBlob(ATTEMPT, "0.0-2-1-0-ab", new byte[1]);
      demandRefused(door, of, door.grant(ATTEMPT), "is not one of this attempt's");
      assertThat(coordinator.isAlive()).isTrue();
    }
  }

  private static Message.Grant expired(WorkerDoor door) {
    long then = System.currentTimeMillis() - WorkerTokens.LIFE.toMillis() - 60_000;
    return door.tokens().grant(ATTEMPT, WorkerTokens.LIFE, then);
  }

  private static void demandRefused(
      WorkerDoor door, Message message, Message.@Nullable Grant shown, String why)
      throws IOException {
    try (WorkerDoor.Visit visit = door.enter("stranger")) {
      if (shown != null) {
        visit.say(shown);
      }
      visit.say(message);
      assertThat(visit.hear())
          .isInstanceOfSatisfying(
              Message.Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ALLOWED.text());
                assertThat(refused.message()).contains(ATTEMPT.toString(), why);
              });
      assertThat(visit.isOver()).isTrue();
    }
  }
}

package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.Thorough;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many workers send what is large at once, more than the coordinator's memory: it takes turns. */
final class LargeMessagesIT {
  private static final int WORKERS = 36;
  private static final int LEAST_CONTAINER_MEGABYTES = 1024;
  private static final int BLOB_BYTES = 12 << 20;
  private static final AttemptRef ATTEMPT = new AttemptRef("large", Handle.ROOT, 1);
  private static final Duration TIME_TO_FILL_THE_MEMORY = Duration.ofSeconds(4);

  @TempDir private Path directory;

  /** Says who it is and of what it speaks, waits for the others, and sends. {@return the answer} */
  private static Message send(WorkerDoor door, int number, ByteWriter message, CountDownLatch all)
      throws Exception {
    try (WorkerDoor.Visit visit = door.enter("worker-" + number)) {
      visit.say(Message.frame(door.grant(ATTEMPT)));
      all.countDown();
      all.await();
      visit.say(message);
      return visit.hear();
    }
  }

  @Test
  void moreThanTheMemoryThatComesAtOnceIsTakenInTurnAndAllAnswered() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Program coordinator = start(kappa, redis, "-Xmx192m", "--backlog", "4")) {
      demandThatAllAreStored(WorkerDoor.of(redis), coordinator, () -> {});
      assertThat(kappa.call("run", "crowd", "--input", "{\"n\":10}").exits(0).out()).contains("45");
    }
  }

  @Test
  void moreThanTheMemoryThatComesWhileRedisIsAwayWaitsOutsideUntilItIsBack() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Program coordinator = start(kappa, redis, "-Xmx256m")) {
      WorkerDoor door = WorkerDoor.of(redis);
      redis.stop();
      demandThatAllAreStored(
          door,
          coordinator,
          () -> {
            Thread.sleep(TIME_TO_FILL_THE_MEMORY);
            redis.startAgain();
          });
    }
  }

  /**
   * Half as heap, a quarter outside it, as the templates have it: the rest is enough for the JVM.
   */
  @Test
  @Thorough
  void leastContainerOfTheTemplatesIsNotLeft() throws Exception {
    Path options = directory.resolve("options");
    Files.writeString(
        options,
        "-Xmx%dm -XX:MaxDirectMemorySize=%dm"
            .formatted(LEAST_CONTAINER_MEGABYTES / 2, LEAST_CONTAINER_MEGABYTES / 4));
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Program coordinator = start(kappa, redis, "@" + options)) {
      demandThatAllAreStored(WorkerDoor.of(redis), coordinator, () -> {});
      long most = mostMegabytes(coordinator.pid());
      System.out.println("the coordinator had " + most + " MiB at most");
      assertThat(most).isBetween(100L, (long) LEAST_CONTAINER_MEGABYTES);
    }
  }

  /** {@return the most memory that a process has had, all of it} */
  private static long mostMegabytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        >> 10;
  }

  private Program start(Kappa kappa, OwnRedis redis, String memory, String... options)
      throws IOException {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    List<String> arguments = new ArrayList<>(List.of("--jar", jar.toString()));
    arguments.addAll(List.of("--redis", redis.uri()));
    arguments.addAll(List.of(options));
    return kappa.startCoordinatorOf(memory, arguments.toArray(String[]::new));
  }

  /** What is done while the messages come. */
  private interface Meanwhile {
    void run() throws Exception;
  }

  private static void demandThatAllAreStored(
      WorkerDoor door, Program coordinator, Meanwhile meanwhile) throws Exception {
    assertThat(sendAtOnce(door, coordinator, meanwhile))
        .hasSize(WORKERS)
        .containsOnly(new Message.BlobStored());
    assertThat(coordinator.isAlive()).isTrue();
    assertThat(coordinator.err()).doesNotContain("OutOfMemory", "OutOfDirectMemory");
  }

  private static List<Message> sendAtOnce(WorkerDoor door, Program coordinator, Meanwhile meanwhile)
      throws Exception {
    ByteWriter blob =
        Message.frame(new Message.PutBlob(ATTEMPT, "0.0-1-0-0-ab", new byte[BLOB_BYTES]));
    CountDownLatch all = new CountDownLatch(WORKERS);
    List<Message> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<Message>> sent = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        int number = i;
        sent.add(threads.submit(() -> send(door, number, blob, all)));
      }
      all.await();
      meanwhile.run();
      for (Future<Message> answer : sent) {
        try {
          answers.add(answer.get());
        } catch (ExecutionException e) {
          throw new AssertionError(coordinator.err(), e);
        }
      }
    }
    return answers;
  }
}

package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.tests.app.TestApplication;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many workers send what is large at once, more than the coordinator's memory: it takes turns. */
final class LargeMessagesIT {
  private static final int WORKERS = 36;
  private static final int BLOB_BYTES = 12 << 20;
  private static final Pattern ADDRESS = Pattern.compile("(?:^|\\s)([^\\s/]+):(\\d+)(?:\\s|$)");

  private static final Duration TIME_TO_FILL_THE_MEMORY = Duration.ofSeconds(4);

  @TempDir private Path directory;

  /** Where workers come, and what they have to show. */
  private record Door(String host, int port, WorkerTokens tokens) {
    static Door of(OwnRedis redis) {
      RedisClient client = RedisClient.create(redis.uri());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        String member = connection.sync().hvals("kappa:{members}:live").getFirst();
        Matcher address = ADDRESS.matcher(member);
        assertThat(address.find()).as(member).isTrue();
        WorkerTokens tokens = WorkerTokens.of(connection.sync().hget("kappa:meta", "secret"));
        return new Door(address.group(1), Integer.parseInt(address.group(2)), tokens);
      } finally {
        client.shutdown();
      }
    }

    /** Says who it is, waits for the others, and sends. {@return the answer} */
    Message send(int number, ByteWriter message, CountDownLatch all) throws Exception {
      try (Socket socket = new Socket(host, port)) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String name = "worker" + number;
        String token = tokens.token(name, System.currentTimeMillis());
        write(socket, Message.frame(new Message.Hello(Message.VERSION, token, name, number, "")));
        assertThat(read(in)).isInstanceOf(Message.Welcome.class);
        all.countDown();
        all.await();
        write(socket, message);
        return read(in);
      }
    }

    private static void write(Socket socket, ByteWriter frame) throws IOException {
      socket.getOutputStream().write(frame.array(), 0, frame.size());
    }

    private static Message read(DataInputStream in) throws IOException {
      Message message;
      do {
        message = Message.parse(in.readNBytes(in.readInt()));
      } while (message instanceof Message.Alive);
      return message;
    }
  }

  @Test
  void moreThanTheMemoryThatComesAtOnceIsTakenInTurnAndAllAnswered() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Program coordinator = start(kappa, redis, "-Xmx192m", "--backlog", "4")) {
      demandThatAllAreStored(Door.of(redis), coordinator, () -> {});
      assertThat(kappa.call("run", "crowd", "--input", "{\"n\":10}").exits(0).out()).contains("45");
    }
  }

  @Test
  void moreThanTheMemoryThatComesWhileRedisIsAwayWaitsOutsideUntilItIsBack() throws Exception {
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Program coordinator = start(kappa, redis, "-Xmx256m")) {
      Door door = Door.of(redis);
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

  private static void demandThatAllAreStored(Door door, Program coordinator, Meanwhile meanwhile)
      throws Exception {
    assertThat(sendAtOnce(door, coordinator, meanwhile))
        .hasSize(WORKERS)
        .containsOnly(new Message.BlobStored());
    assertThat(coordinator.isAlive()).isTrue();
    assertThat(coordinator.err()).doesNotContain("OutOfMemory", "OutOfDirectMemory");
  }

  private static List<Message> sendAtOnce(Door door, Program coordinator, Meanwhile meanwhile)
      throws Exception {
    AttemptRef attempt = new AttemptRef("large", Handle.ROOT, 1);
    ByteWriter blob =
        Message.frame(new Message.PutBlob(attempt, "0.0-1-0-0-ab", new byte[BLOB_BYTES]));
    CountDownLatch all = new CountDownLatch(WORKERS);
    List<Message> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<Message>> sent = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        int number = i;
        sent.add(threads.submit(() -> door.send(number, blob, all)));
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

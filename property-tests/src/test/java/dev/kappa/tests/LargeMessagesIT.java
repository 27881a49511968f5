package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

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

  @TempDir private Path directory;

  /** Where workers come, and what they have to show. */
  private record Door(String host, int port, String token) {
    static Door of(OwnRedis redis) {
      RedisClient client = RedisClient.create(redis.uri());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        String member = connection.sync().hvals("kappa:{members}:live").getFirst();
        Matcher address = ADDRESS.matcher(member);
        assertThat(address.find()).as(member).isTrue();
        String token = connection.sync().hget("kappa:meta", "secret");
        return new Door(address.group(1), Integer.parseInt(address.group(2)), token);
      } finally {
        client.shutdown();
      }
    }

    /** Says who it is, waits for the others, and sends. {@return the answer} */
    Message send(int number, ByteWriter message, CountDownLatch all) throws Exception {
      try (Socket socket = new Socket(host, port)) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        write(
            socket,
            Message.frame(
                new Message.Hello(Message.VERSION, token, "worker" + number, number, "")));
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
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    try (OwnRedis redis = OwnRedis.start(directory.resolve("redis"));
        Kappa kappa = Kappa.onNewData();
        Program coordinator =
            kappa.startCoordinatorOf(
                "-Xmx192m", "--jar", jar.toString(), "--redis", redis.uri(), "--backlog", "4")) {
      assertThat(sendAtOnce(Door.of(redis), coordinator))
          .hasSize(WORKERS)
          .containsOnly(new Message.BlobStored());
      assertThat(kappa.call("run", "crowd", "--input", "{\"n\":10}").exits(0).out()).contains("45");
      assertThat(coordinator.isAlive()).isTrue();
      assertThat(coordinator.err()).doesNotContain("OutOfMemory", "OutOfDirectMemory");
    }
  }

  private static List<Message> sendAtOnce(Door door, Program coordinator) throws Exception {
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

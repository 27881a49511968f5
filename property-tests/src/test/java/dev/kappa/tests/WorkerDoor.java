package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Message;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where workers come to a coordinator, and what they have to show there. */
record WorkerDoor(String host, int port, WorkerTokens tokens) {
  private static final Pattern ADDRESS = Pattern.compile("(?:^|\\s)([^\\s/]+):(\\d+)(?:\\s|$)");

  /** That of the coordinator that works on a Redis. */
  static WorkerDoor of(OwnRedis redis) {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      String member = connection.sync().hvals("kappa:{members}:live").getFirst();
      Matcher address = ADDRESS.matcher(member);
      assertThat(address.find()).as(member).isTrue();
      WorkerTokens tokens = WorkerTokens.of(connection.sync().hget("kappa:meta", "secret"));
      return new WorkerDoor(address.group(1), Integer.parseInt(address.group(2)), tokens);
    } finally {
      client.shutdown();
    }
  }

  /** {@return what says that a worker has an attempt, from now on} */
  Message.Grant grant(AttemptRef attempt) {
    return tokens.grant(attempt, WorkerTokens.LIFE, System.currentTimeMillis());
  }

  /** Connects, says who it is with a token that holds, and hears the welcome. */
  Visit enter(String invocation) throws IOException {
    Visit visit = new Visit(new Socket(host, port));
    String token = tokens.token(invocation, System.currentTimeMillis());
    visit.say(new Message.Hello(Message.VERSION, token, invocation, 1, ""));
    assertThat(visit.hear()).isInstanceOf(Message.Welcome.class);
    return visit;
  }

  /** One connection. */
  record Visit(Socket socket) implements AutoCloseable {
    void say(Message message) throws IOException {
      say(Message.frame(message));
    }

    void say(ByteWriter frame) throws IOException {
      socket.getOutputStream().write(frame.array(), 0, frame.size());
    }

    /** {@return the next answer} */
    Message hear() throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Message message;
      do {
        message = Message.parse(in.readNBytes(in.readInt()));
      } while (message instanceof Message.Alive || message instanceof Message.Grant);
      return message;
    }

    /** {@return the next grant} No answer may be due. */
    Message.Grant hearGrant() throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        if (Message.parse(in.readNBytes(in.readInt())) instanceof Message.Grant grant) {
          return grant;
        }
      }
    }

    /** {@return whether the coordinator has ended it} */
    boolean isOver() throws IOException {
      return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

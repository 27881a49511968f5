package dev.kappa.coordinator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.coordinator.core.RunState;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a run is in Redis: its one hash. */
final class StoredRun implements AutoCloseable {
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final String id;
  private final byte[] key;

  StoredRun(URI redis, String id) {
    this.id = id;
    this.client = RedisClient.create(redis.toString());
    this.connection = client.connect(ByteArrayCodec.INSTANCE);
    List<byte[]> keys = commands().keys("kappa:{*}:run:" + id);
    this.key = keys.getFirst();
  }

  private RedisCommands<byte[], byte[]> commands() {
    return connection.sync();
  }

  /** {@return how many bytes its names and values have} */
  long bytes() {
    return commands().hgetall(key).entrySet().stream()
        .mapToLong(field -> field.getKey().length + field.getValue().length)
        .sum();
  }

  /** Times how a coordinator loads it that has never heard of it. */
  Samples load(int count) throws Exception {
    return Samples.of(count, () -> RunState.load(id, fields()));
  }

  private Map<String, byte[]> fields() {
    Map<String, byte[]> fields = new HashMap<>();
    commands().hgetall(key).forEach((name, value) -> fields.put(new String(name, UTF_8), value));
    return fields;
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}

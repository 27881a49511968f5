package dev.kappa.coordinator.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.embedded.EmbeddedRedis;
import dev.kappa.coordinator.embedded.EmbeddedRedisSettings;
import io.lettuce.core.RedisClient;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated Redis runs the store's scripts to the same end as a real one. */
final class SimulatedRedisIT {
  private static final List<String> RUNS = List.of("a", "b", "c");
  private static final long HOUR = 3_600_000;
  private static final int TRIES = 150;

  @Test
  void simulatedRedisIsATrueModelOfRedis(@TempDir Path directory) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (EmbeddedRedis redis = EmbeddedRedis.start(directory, EmbeddedRedisSettings.defaults())) {
      for (int seed = 0; seed < TRIES; seed++) {
        flush(redis.uri().toString());
        RedisSettings settings = RedisSettings.of(redis.uri().toString()).withPartitions(1);
        try (RedisStore store = RedisStore.connect(settings, group).join()) {
          agree(store, new Random(seed));
        }
      }
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static void flush(String uri) {
    try (RedisClient client = RedisClient.create(uri);
        var connection = client.connect()) {
      connection.sync().flushall();
    }
  }

  private static void agree(RedisStore real, Random random) {
    QuietWorld world = new QuietWorld();
    Store simulated = new SimulatedRedis(world).store(world.loop(), 1);
    Partition left = world.get(simulated.takeOver(0));
    Partition right = real.takeOver(0).join();
    for (int i = 0; i < 8; i++) {
      if (random.nextInt(8) == 0) {
        left = world.get(simulated.takeOver(0));
        right = real.takeOver(0).join();
      }
      List<Change> changes = batch(random);
      assertThat(world.get(left.write(changes))).isEqualTo(right.write(changes).join());
      Partition one = left;
      Partition other = right;
      assertThat(contents(read -> world.get(read.apply(one))))
          .as("after %s", changes)
          .isEqualTo(contents(read -> read.apply(other).join()));
    }
  }

  private interface Reader {
    Object get(Function<Partition, CompletableFuture<?>> read);
  }

  /** All that can be read, as text. */
  private static String contents(Reader reader) {
    StringBuilder text = new StringBuilder();
    for (String run : RUNS) {
      Map<String, String> fields = new TreeMap<>();
      ((Map<?, ?>) reader.get(p -> p.load(run)))
          .forEach((name, value) -> fields.put((String) name, new String((byte[]) value, UTF_8)));
      text.append(fields);
    }
    return text.append(reader.get(p -> p.due(Long.MAX_VALUE, 100)))
        .append(reader.get(p -> p.due(3, 2)))
        .append(reader.get(Partition::nextWake))
        .append(reader.get(p -> p.list(Long.MAX_VALUE, 2)))
        .append(reader.get(p -> p.list(3, 100)))
        .append(((Map<?, ?>) reader.get(p -> p.headers(RUNS))).keySet())
        .append(reader.get(p -> p.purge(10)))
        .toString();
  }

  /** A run does not change after it was retired in the same batch. */
  private static List<Change> batch(Random random) {
    Set<String> retired = new HashSet<>();
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      Change change = change(random);
      if (!retired.contains(change.run())) {
        changes.add(change);
      }
      if (change instanceof Change.Retire) {
        retired.add(change.run());
      }
    }
    return changes;
  }

  private static Change change(Random random) {
    String run = RUNS.get(random.nextInt(3));
    String field = List.of("h", "f1", "f2").get(random.nextInt(3));
    long time = List.of(0L, 1L, 2L, 3L, 1_900_000_000_000L, Long.MAX_VALUE).get(random.nextInt(6));
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> new Change.Put(run, field, ("value " + random.nextInt(9)).getBytes(UTF_8));
      case 3 -> new Change.Remove(run, field);
      case 4 -> new Change.Wake(run, time);
      case 5 -> new Change.Unwake(run);
      case 6 -> new Change.Listed(run, 1 + random.nextInt(3));
      default -> new Change.Retire(run, "end".getBytes(UTF_8), random.nextBoolean() ? 0 : HOUR);
    };
  }
}

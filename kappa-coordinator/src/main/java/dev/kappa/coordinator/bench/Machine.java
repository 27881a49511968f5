package dev.kappa.coordinator.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a measurement depends on, besides what is measured. */
final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  static List<Figures.Fact> facts(URI redis) {
    List<Figures.Fact> facts = new ArrayList<>();
    facts.add(new Figures.Fact("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    facts.add(new Figures.Fact("system", property("os.name") + " " + property("os.version")));
    facts.add(new Figures.Fact("processors", processors()));
    facts.add(new Figures.Fact("Java", property("java.vendor") + " " + property("java.version")));
    facts.add(new Figures.Fact("Redis", redisVersion(redis)));
    return facts;
  }

  /** {@return how many processes wanted a processor in the last minute, for a fact} */
  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : Figures.number(load);
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String processors() {
    int count = Runtime.getRuntime().availableProcessors();
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .map(model -> count + " × " + model)
          .orElse(count + " × " + property("os.arch"));
    } catch (IOException e) {
      return count + " × " + property("os.arch");
    }
  }

  private static String redisVersion(URI redis) {
    try (RedisClient client = RedisClient.create(redis.toString());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection
          .sync()
          .info("server")
          .lines()
          .filter(line -> line.startsWith("redis_version:"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}

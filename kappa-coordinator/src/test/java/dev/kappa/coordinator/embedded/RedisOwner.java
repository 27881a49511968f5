package dev.kappa.coordinator.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts a server, says where it is, and waits to be killed. */
final class RedisOwner {
  private RedisOwner() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedRedis redis =
        EmbeddedRedis.start(
            Path.of(args[0]),
            EmbeddedRedisSettings.defaults().withCacheDirectory(Path.of(args[1])));
    System.out.println(redis.uri());
    System.out.println(redis.pid());
    new CountDownLatch(1).await();
  }
}

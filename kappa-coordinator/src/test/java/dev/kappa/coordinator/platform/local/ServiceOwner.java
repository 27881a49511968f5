package dev.kappa.coordinator.platform.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a service with one idle worker and one that hangs, and waits to be killed. */
final class ServiceOwner {
  private ServiceOwner() {}

  public static void main(String[] args) throws InterruptedException {
    LocalLambdaSettings settings =
        LocalLambdaSettings.of("test", Path.of(args[0]), args[1], Path.of(args[2]))
            .withCacheDirectory(Path.of(args[2], "cache"))
            .withConcurrency(2)
            .withStartupArchive(Boolean.parseBoolean(args[4]));
    LocalPlatform platform = LocalPlatform.start(settings);
    var hanging = platform.invoke(text("hang:" + args[3]));
    System.out.println(platform.invoke(text("pid")).join());
    hanging.join();
    new CountDownLatch(1).await();
  }

  private static byte[] text(String value) {
    return ('"' + value + '"').getBytes(StandardCharsets.UTF_8);
  }
}

package dev.kappa.tests.soak;

import dev.kappa.tests.Eventually;
import dev.kappa.tests.OwnRedis;
import dev.kappa.tests.Processes;
import dev.kappa.tests.TestJar;
import dev.kappa.tests.app.soak.SoakApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Redis, the coordinators that share it, and what they use. Closing ends all their processes. */
final class Cluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final long LOOK_MILLIS = 50;

  private final Path directory;
  private final Servers servers;
  private @Nullable Services services;
  private final List<Node> nodes = new ArrayList<>();
  private @Nullable Node guest;
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Thread atExit = new Thread(this::end, "soak-end");

  private Cluster(Path directory, Servers servers) {
    this.directory = directory;
    this.servers = servers;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts them; returns when all serve.
   *
   * @param redisOptions what the level needs of the server
   */
  static Cluster start(Path directory, SoakSettings settings, String... redisOptions)
      throws IOException {
    Path data = directory.resolve("redis");
    Servers servers =
        settings.cluster()
            ? Servers.cluster(data, redisOptions)
            : Servers.of(OwnRedis.start(data, redisOptions));
    return on(servers, directory, settings);
  }

  /** Starts coordinators with a Redis that runs already; from now on it is the cluster's. */
  static Cluster on(OwnRedis redis, Path directory, SoakSettings settings) throws IOException {
    return on(Servers.of(redis), directory, settings);
  }

  private static Cluster on(Servers servers, Path directory, SoakSettings settings)
      throws IOException {
    Cluster cluster = new Cluster(directory, servers);
    try {
      Path jar = TestJar.write(directory.resolve("soak.jar"), SoakApplication.class.getName());
      Services services = Services.start(directory, jar, settings);
      cluster.services = services;
      String lease = settings.lease().toSeconds() + "s";
      List<String> options = List.of("--durability", settings.level(), "--worker-lease", lease);
      for (int i = 0; i < settings.coordinators(); i++) {
        Path data = directory.resolve("coordinator-" + (i + 1));
        cluster.nodes.add(Node.on(data, servers.way(), services, options));
      }
      cluster.guest = Node.on(directory.resolve("guest"), servers.way(), services, options);
      cluster.guest.kill(Node.FOREVER);
      cluster.keeper.scheduleWithFixedDelay(cluster::keepUp, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      cluster.awaitAll();
      return cluster;
    } catch (IOException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void keepUp() {
    try {
      for (Node node : all()) {
        node.keepUp();
      }
    } catch (IOException e) {
      LOG.error("a coordinator can't be started", e);
    }
  }

  private void awaitAll() {
    try (AnyCoordinator client = new AnyCoordinator(urls())) {
      for (URI url : urls()) {
        Eventually.holds("the coordinator at " + url + " serves", () -> client.isUp(url));
      }
    }
  }

  Servers servers() {
    return servers;
  }

  /** {@return the server as S3; null if there is none} */
  @Nullable BucketServer bucket() {
    return services == null ? null : services.bucket();
  }

  List<Node> nodes() {
    return nodes;
  }

  /** {@return one more, which is not there until it comes} */
  Node guest() {
    return Objects.requireNonNull(guest);
  }

  /** {@return the coordinators and the guest} */
  List<Node> all() {
    List<Node> all = new ArrayList<>(nodes);
    if (guest != null) {
      all.add(guest);
    }
    return all;
  }

  List<URI> urls() {
    return nodes.stream().map(Node::url).toList();
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(atExit);
    Eventually.holds("no process is left", () -> Processes.of(directory).isEmpty());
  }

  private void end() {
    keeper.shutdownNow();
    all().forEach(node -> end(node.data(), node::close));
    end(servers, servers::close);
    if (services != null) {
      end(services, services::close);
    }
  }

  private interface Ending {
    void end() throws IOException;
  }

  private static void end(Object what, Ending ending) {
    try {
      ending.end();
    } catch (IOException e) {
      LOG.warn("while ending {}", what, e);
    }
  }
}

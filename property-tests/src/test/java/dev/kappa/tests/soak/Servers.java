package dev.kappa.tests.soak;

import dev.kappa.tests.OwnCluster;
import dev.kappa.tests.OwnRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The Redis that coordinators share: one server, to which each has a cable of its own, or the
 * masters of a Redis Cluster, to each of which all have one cable.
 */
final class Servers implements AutoCloseable {
  private final List<OwnRedis> all;
  private final List<Cable> shared;
  private final Runnable end;

  private Servers(List<OwnRedis> all, List<Cable> shared, Runnable end) {
    this.all = all;
    this.shared = shared;
    this.end = end;
  }

  /** One server, which is theirs from now on. */
  static Servers of(OwnRedis redis) {
    return new Servers(List.of(redis), List.of(), redis::close);
  }

  /** The masters of a new Redis Cluster. They name the ports of their cables. */
  static Servers cluster(Path directory, String... options) throws IOException {
    List<Cable> cables = new ArrayList<>();
    OwnCluster.Announced announced =
        port -> {
          Cable cable = Cable.to(port);
          cables.add(cable);
          return cable.port();
        };
    OwnCluster cluster = OwnCluster.start(directory, announced, options);
    return new Servers(cluster.nodes(), cables, cluster::close);
  }

  OwnRedis any(int which) {
    return all.get(Math.floorMod(which, all.size()));
  }

  List<OwnRedis> all() {
    return all;
  }

  /** A coordinator's way to them. */
  record Way(String uri, List<Cable> cables, boolean own) {}

  /** {@return the way of one more coordinator} */
  Way way() throws IOException {
    if (shared.isEmpty()) {
      Cable cable = Cable.to(all.getFirst().port());
      return new Way("redis://127.0.0.1:" + cable.port(), List.of(cable), true);
    }
    String uri =
        shared.stream()
            .map(cable -> "127.0.0.1:" + cable.port())
            .collect(Collectors.joining(",", "redis-cluster://", ""));
    return new Way(uri, shared, false);
  }

  @Override
  public void close() throws IOException {
    for (Cable cable : shared) {
      cable.close();
    }
    end.run();
  }
}

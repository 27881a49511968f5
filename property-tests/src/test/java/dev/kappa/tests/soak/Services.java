package dev.kappa.tests.soak;

import dev.kappa.tests.Processes;
import dev.kappa.tests.app.soak.WayOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What coordinators use beside Redis, as the settings say: functions elsewhere, and a bucket. */
final class Services implements AutoCloseable {
  private final Path jar;
  private final @Nullable BucketServer bucket;
  private final @Nullable Cable bucketOfFunctions;
  private final @Nullable Functions functions;

  private Services(
      Path jar,
      @Nullable BucketServer bucket,
      @Nullable Cable bucketOfFunctions,
      @Nullable Functions functions) {
    this.jar = jar;
    this.bucket = bucket;
    this.bucketOfFunctions = bucketOfFunctions;
    this.functions = functions;
  }

  static Services start(Path directory, Path jar, SoakSettings settings) throws IOException {
    BucketServer bucket =
        settings.bucket() ? BucketServer.start(directory.resolve("bucket")) : null;
    try {
      return start(directory, jar, settings, bucket);
    } catch (IOException | RuntimeException | Error e) {
      if (bucket != null) {
        bucket.close();
      }
      throw e;
    }
  }

  private static Services start(
      Path directory, Path jar, SoakSettings settings, @Nullable BucketServer bucket)
      throws IOException {
    Cable cable = bucket != null && settings.returning() ? Cable.to(bucket.port()) : null;
    Map<String, String> environment =
        cable == null ? Map.of() : BucketServer.environment(cable.port());
    Functions functions =
        settings.returning()
            ? Functions.start(directory.resolve("functions"), jar, environment)
            : null;
    return new Services(jar, bucket, cable, functions);
  }

  /** {@return the bucket; null if there is none} */
  @Nullable BucketServer bucket() {
    return bucket;
  }

  /**
   * A coordinator's ways to them.
   *
   * @param options of its own
   * @param environment of its own
   * @param cables by what they connect
   * @param workers the processes that may run its tasks
   */
  record Ways(
      List<String> options,
      Map<String, String> environment,
      Map<Fault.Line, List<Cable>> cables,
      Supplier<List<ProcessHandle>> workers) {}

  /**
   * {@return the ways of one more coordinator}
   *
   * @param data its directory
   */
  Ways ways(Path data) throws IOException {
    Ways ways =
        new Ways(
            new ArrayList<>(),
            new HashMap<>(),
            new EnumMap<>(Fault.Line.class),
            functions == null ? () -> workers(data) : functions::processes);
    if (bucket != null) {
      toBucket(bucket, ways);
    }
    // Behind that: the bucket takes any credentials, the service its own.
    if (functions == null) {
      own(data, ways);
    } else {
      toFunctions(functions, ways);
    }
    return ways;
  }

  private static List<ProcessHandle> workers(Path data) {
    return Processes.workers(data).stream()
        .sorted(Comparator.comparingLong(ProcessHandle::pid))
        .toList();
  }

  private void own(Path data, Ways ways) throws IOException {
    Cable cable = Cable.toAnywhere();
    Files.writeString(data.resolve(WayOut.FILE), Integer.toString(cable.port()));
    ways.options().addAll(List.of("--jar", jar.toString()));
    ways.cables().put(Fault.Line.WORKERS, List.of(cable));
  }

  private static void toFunctions(Functions functions, Ways ways) throws IOException {
    Cable cable = Cable.to(functions.port());
    ways.options().addAll(Functions.options());
    ways.environment().putAll(functions.environment(cable.port()));
    ways.cables().put(Fault.Line.FUNCTIONS, List.of(cable));
  }

  /** What steps write themselves goes another way, where they are functions elsewhere. */
  private void toBucket(BucketServer server, Ways ways) throws IOException {
    Cable cable = Cable.to(server.port());
    ways.options().addAll(BucketServer.options(cable.port()));
    ways.environment().putAll(BucketServer.environment(cable.port()));
    ways.cables()
        .put(
            Fault.Line.BUCKET,
            bucketOfFunctions == null ? List.of(cable) : List.of(cable, cable, bucketOfFunctions));
  }

  @Override
  public void close() throws IOException {
    if (functions != null) {
      functions.close();
    }
    if (bucketOfFunctions != null) {
      bucketOfFunctions.close();
    }
    if (bucket != null) {
      bucket.close();
    }
  }
}

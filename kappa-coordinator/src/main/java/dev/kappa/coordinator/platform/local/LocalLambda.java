package dev.kappa.coordinator.platform.local;

import dev.kappa.coordinator.platform.InvokeCredentials;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A local Lambda service for one function and its versions: the Invoke API on a loopback port, for
 * those who have its credentials, the Runtime API towards worker processes that run the function's
 * jar, and Lambda's limits between them.
 *
 * <p>Workers never outlive this process, however it ends. Events run once; they are not tried
 * again.
 */
public final class LocalLambda implements AutoCloseable {
  private static final long CLOSE_SECONDS = 10;
  private static final long DAY_SECONDS = TimeUnit.DAYS.toSeconds(1);

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final WorkerPools pools;
  private final String version;
  private final @Nullable KeptJars jars;
  private final Channel port;
  private final @Nullable ArchiveTraining training;
  private final ResidentProcesses residents;
  private final AtomicReference<@Nullable Outage> outage;
  private final InvokeCredentials credentials;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalLambda(
      EventLoopGroup group,
      EventLoop loop,
      WorkerPools pools,
      String version,
      @Nullable KeptJars jars,
      Channel port,
      @Nullable ArchiveTraining training,
      ResidentProcesses residents,
      AtomicReference<@Nullable Outage> outage,
      InvokeCredentials credentials) {
    this.credentials = credentials;
    this.outage = outage;
    this.group = group;
    this.loop = loop;
    this.pools = pools;
    this.version = version;
    this.jars = jars;
    this.port = port;
    this.training = training;
    this.residents = residents;
  }

  /**
   * Starts the service. Worker processes start when they are needed.
   *
   * @throws KappaException if a directory can't be used
   */
  public static LocalLambda start(LocalLambdaSettings settings) {
    return start(settings, null);
  }

  /**
   * Starts the service. Worker processes start when they are needed.
   *
   * @param jars further versions of the function, to which the present one is added; null for none
   * @throws KappaException if a directory can't be used
   */
  public static LocalLambda start(LocalLambdaSettings settings, @Nullable KeptJars jars) {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("local-lambda", true), NioIoHandler.newFactory());
    try {
      return start(settings, jars, group);
    } catch (IOException e) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new KappaException(
          ErrorCode.WORKER_START_FAILED,
          "the local workers of "
              + settings.jar()
              + " can't be set up: "
              + e
              + " (expected: directories that can be written: "
              + settings.cacheDirectory()
              + " and "
              + settings.logDirectory()
              + ")",
          e);
    }
  }

  private static LocalLambda start(
      LocalLambdaSettings settings, @Nullable KeptJars jars, EventLoopGroup group)
      throws IOException {
    WorkerLog.prepare(settings.logDirectory());
    Files.createDirectories(settings.workingDirectory());
    WorkerFiles files = WorkerFilesExtraction.into(settings.cacheDirectory());
    String version = jars == null ? JarVersion.of(settings.jar()) : jars.add(settings.jar());
    FunctionCopy copy = FunctionCopy.of(settings.jar(), version, settings.cacheDirectory());
    WorkerLauncher launcher = WorkerLauncher.of(settings, files, copy, FunctionName.LATEST);
    EventLoop loop = group.next();
    WorkerPools pools = new WorkerPools(loop, launcher, version, jars);
    FunctionName name = new FunctionName(settings.functionName());
    AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    InvokeCredentials credentials = InvokeCredentials.random();
    Channel port =
        HttpPort.open(loop, () -> new InvokeApiHandler(pools, name, outage, credentials))
            .syncUninterruptibly()
            .channel();
    loop.scheduleWithFixedDelay(copy::keep, DAY_SECONDS, DAY_SECONDS, TimeUnit.SECONDS);
    ArchiveTraining training =
        launcher.archive().isMissing() ? ArchiveTraining.start(launcher, loop) : null;
    ResidentProcesses residents = new ResidentProcesses(pools, settings);
    return new LocalLambda(
        group, loop, pools, version, jars, port, training, residents, outage, credentials);
  }

  /** {@return where the Invoke API is: the endpoint override of a Lambda client} */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + ((InetSocketAddress) port.localAddress()).getPort());
  }

  /** {@return what requests must be signed with; new ones with each start} */
  public InvokeCredentials credentials() {
    return credentials;
  }

  /** From now on invocations are answered with that; with null, they are served again. */
  public void outage(@Nullable Outage now) {
    outage.set(now);
  }

  /** {@return the version of the jar that it runs unless another is asked for} */
  String version() {
    return version;
  }

  /** {@return whether a version can be asked for} */
  boolean has(String asked) {
    return asked.equals(version) || (jars != null && jars.has(asked));
  }

  /** {@return whether there are versions beside {@link #version()}} */
  boolean keepsOthers() {
    return jars != null && jars.hasOthersThan(version);
  }

  /** Versions that nobody needs are given up. */
  void keep(Set<String> needed) {
    if (jars != null) {
      Set<String> all = new HashSet<>(needed);
      all.add(version);
      jars.keep(all);
    }
  }

  /** {@return the processes for resident tasks} */
  ResidentProcesses residents() {
    return residents;
  }

  /** {@return how many workers there are now} */
  public Census census() {
    return CompletableFuture.supplyAsync(pools::census, loop).join();
  }

  /**
   * {@return completes when the archive that makes starts fast is made, or can't be; true if it is
   * there}
   */
  public CompletableFuture<Boolean> startupArchiveReady() {
    return training == null ? CompletableFuture.completedFuture(true) : training.outcome();
  }

  /**
   * Kills all workers, waits for their end and frees the port. The connections of invocations that
   * are under way are closed without an answer.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (training != null) {
      training.cancel();
    }
    residents.close();
    port.close().awaitUninterruptibly();
    CompletableFuture.supplyAsync(pools::close, loop)
        .thenCompose(emptied -> emptied)
        .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> null)
        .join();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /**
   * The workers at one moment.
   *
   * @param processes that live, or are about to
   * @param idle those of them that have nothing to do
   * @param running invocations that are under way
   * @param started processes since the service started
   */
  public record Census(int processes, int idle, int running, int started) {
    Census plus(Census other) {
      return new Census(
          processes + other.processes, idle + other.idle, running, started + other.started);
    }
  }
}

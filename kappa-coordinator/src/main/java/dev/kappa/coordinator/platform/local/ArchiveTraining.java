package dev.kappa.coordinator.platform.local;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts one worker up to the point where SnapStart would take a snapshot of it, then lets it end
 * and write the archive: so what its hooks load beforehand is in there. It is given no invocation.
 * Failing is no error: workers start slower.
 */
final class ArchiveTraining implements RuntimeCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveTraining.class);
  private static final long LIMIT_SECONDS = 60;

  private final WorkerLauncher launcher;
  private final EventLoop loop;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
  private @Nullable Process process;
  private boolean cancelled;

  private ArchiveTraining(WorkerLauncher launcher, EventLoop loop) {
    this.launcher = launcher;
    this.loop = loop;
  }

  static ArchiveTraining start(WorkerLauncher launcher, EventLoop loop) {
    ArchiveTraining training = new ArchiveTraining(launcher, loop);
    Thread.ofVirtual().name("archive training").start(training::run);
    return training;
  }

  /** {@return completes with whether there is a new archive} */
  CompletableFuture<Boolean> outcome() {
    return outcome;
  }

  /** Gives up. Returns when the process has ended and nothing half-made is left. */
  void cancel() {
    Process running;
    synchronized (this) {
      cancelled = true;
      running = process;
    }
    if (running != null) {
      ProcessTree.kill(running);
    }
    ready.countDown();
    outcome.join();
  }

  private void run() {
    boolean made = false;
    try {
      made = train();
    } catch (IOException e) {
      LOG.warn("no start-up archive, workers start slower: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      outcome.complete(made);
    }
  }

  private boolean train() throws IOException, InterruptedException {
    Path temporary = launcher.archive().temporary();
    RuntimeAddress address = RuntimeAddress.random();
    Channel port =
        HttpPort.open(loop, () -> new RuntimeApiHandler(this, address)).await().channel();
    try {
      int number = ((InetSocketAddress) port.localAddress()).getPort();
      return record(temporary, address.on(number)) && launcher.archive().accept(temporary);
    } finally {
      port.close();
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(Path.of(temporary + ".config"));
    }
  }

  private boolean record(Path temporary, String api) throws IOException, InterruptedException {
    WorkerLog log = new WorkerLog(launcher.settings().logDirectory().resolve("training.log"));
    Files.deleteIfExists(log.file());
    Process child = launcher.launchTraining(launcher.archive().makeOptions(temporary), api, log);
    if (!adopt(child)) {
      return false;
    }
    child.onExit().thenRun(ready::countDown);
    boolean asked = ready.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (asked && child.isAlive()) {
      letEnd(child);
    }
    if (!child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      ProcessTree.kill(child);
    }
    return child.waitFor() == 0;
  }

  private synchronized boolean adopt(Process child) {
    process = child;
    if (cancelled) {
      ProcessTree.kill(child);
    }
    return !cancelled;
  }

  private static void letEnd(Process child) {
    try {
      child.outputWriter(StandardCharsets.US_ASCII).append('x').flush();
    } catch (IOException e) {
      LOG.debug("the training worker ended early: {}", e.toString());
    }
  }

  @Override
  public void next(ChannelHandlerContext connection) {
    ready.countDown();
  }

  @Override
  public void snapshot() {
    ready.countDown();
  }

  @Override
  public HttpResponseStatus response(String requestId, byte[] body) {
    return HttpResponseStatus.BAD_REQUEST;
  }

  @Override
  public HttpResponseStatus error(String requestId, byte[] body) {
    return HttpResponseStatus.BAD_REQUEST;
  }

  @Override
  public HttpResponseStatus initError(byte[] body) {
    return HttpResponseStatus.ACCEPTED;
  }

  @Override
  public void closed(ChannelHandlerContext connection) {
    // The process ends next, or asks again.
  }
}

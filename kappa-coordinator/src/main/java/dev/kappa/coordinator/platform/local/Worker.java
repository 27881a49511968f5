package dev.kappa.coordinator.platform.local;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One worker process and its Runtime API port. All methods are called on the service's event loop.
 *
 * <p>A worker that answered counts as free at once: an invocation may be assigned before it asks
 * for one. If it dies in between, the invocation was not delivered and goes to another worker.
 */
final class Worker implements RuntimeCalls {
  private enum Phase {
    STARTING,
    READY,
    ENDING,
    GONE
  }

  private final WorkerPool pool;
  private final WorkerLauncher launcher;
  private final WorkerLog log;
  private Phase phase = Phase.STARTING;
  private boolean wasReady;
  private @Nullable Channel port;
  private @Nullable Process process;
  private @Nullable ChannelHandlerContext waiting;
  private @Nullable Invocation current;
  private boolean delivered;
  private @Nullable Future<?> alarm;
  private @Nullable String initError;
  private byte @Nullable [] verdict;

  Worker(WorkerPool pool, WorkerLauncher launcher, WorkerLog log, Invocation first) {
    this.pool = pool;
    this.launcher = launcher;
    this.log = log;
    this.current = first;
  }

  WorkerLog log() {
    return log;
  }

  /** Opens the port, then starts the process on a thread that may block. */
  void start() {
    LocalLambdaSettings settings = launcher.settings();
    alarm = in(settings.initTimeout(), this::initTimedOut);
    RuntimeAddress address = RuntimeAddress.random();
    HttpPort.open(pool.loop(), () -> new RuntimeApiHandler(this, address))
        .addListener(
            opened -> {
              if (!opened.isSuccess()) {
                ended(new WorkerExit(1, "no free port: " + opened.cause()));
                return;
              }
              port = ((io.netty.channel.ChannelFuture) opened).channel();
              int number = ((InetSocketAddress) port.localAddress()).getPort();
              Thread.ofVirtual().start(() -> spawn(address.on(number)));
            });
  }

  private void spawn(String api) {
    Process started;
    try {
      started = launcher.launch(api, log);
    } catch (IOException | RuntimeException e) {
      pool.loop().execute(() -> ended(new WorkerExit(1, "can't be started: " + e)));
      return;
    }
    pool.loop().execute(() -> started(started));
    started
        .onExit()
        .thenAcceptAsync(
            done -> {
              WorkerExit exit = new WorkerExit(done.exitValue(), log.tail());
              pool.loop().execute(() -> ended(exit));
            },
            task -> Thread.ofVirtual().start(task));
  }

  private void started(Process child) {
    process = child;
    if (phase == Phase.ENDING) {
      kill(child);
    }
  }

  /** Gives an invocation to this worker, which has none. */
  void assign(Invocation invocation) {
    cancelAlarm();
    current = invocation;
    delivered = false;
    if (waiting != null) {
      deliver(waiting, invocation);
    } else {
      alarm = in(launcher.settings().initTimeout(), this::end);
    }
  }

  /** Stops this worker after {@code idle} unless it is given an invocation before. */
  void stopIn(Duration idle) {
    alarm = in(idle, this::stop);
  }

  private void stop() {
    pool.retire(this);
    end();
  }

  /** Kills the process. The invocation that it works at ends with {@code verdict}, if given. */
  void end() {
    if (phase == Phase.ENDING || phase == Phase.GONE) {
      return;
    }
    phase = Phase.ENDING;
    if (process != null) {
      kill(process);
    }
  }

  private static void kill(Process child) {
    Thread.ofVirtual().start(() -> ProcessTree.kill(child));
  }

  @Override
  public void next(ChannelHandlerContext connection) {
    if (phase == Phase.STARTING) {
      phase = Phase.READY;
      wasReady = true;
    }
    if (phase != Phase.READY) {
      return;
    }
    waiting = connection;
    if (current == null) {
      return;
    }
    if (delivered) {
      verdict = FunctionErrors.noAnswer(current.id());
      end();
    } else {
      deliver(connection, current);
    }
  }

  private void deliver(ChannelHandlerContext connection, Invocation invocation) {
    LocalLambdaSettings settings = launcher.settings();
    cancelAlarm();
    waiting = null;
    delivered = true;
    alarm = in(settings.timeout(), this::timedOut);
    long deadline = System.currentTimeMillis() + settings.timeout().toMillis();
    FullHttpResponse response = HttpPort.answer(HttpResponseStatus.OK, invocation.payload());
    response
        .headers()
        .set("Lambda-Runtime-Aws-Request-Id", invocation.id())
        .set("Lambda-Runtime-Deadline-Ms", Long.toString(deadline))
        .set("Lambda-Runtime-Invoked-Function-Arn", launcher.functionArn());
    connection.writeAndFlush(response);
  }

  /** It was not told that it is to become one. */
  @Override
  public void snapshot() {
    throw new IllegalStateException("a worker waits for a snapshot");
  }

  @Override
  public HttpResponseStatus response(String requestId, byte[] body) {
    if (!isCurrent(requestId)) {
      return HttpResponseStatus.BAD_REQUEST;
    }
    if (body.length > PayloadLimits.RESPONSE) {
      free(new InvocationResult.Failed(FunctionErrors.responseTooLarge(body.length)));
      return HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
    }
    free(new InvocationResult.Returned(body));
    return HttpResponseStatus.ACCEPTED;
  }

  @Override
  public HttpResponseStatus error(String requestId, byte[] body) {
    if (!isCurrent(requestId)) {
      return HttpResponseStatus.BAD_REQUEST;
    }
    free(new InvocationResult.Failed(body));
    return HttpResponseStatus.ACCEPTED;
  }

  @Override
  public HttpResponseStatus initError(byte[] body) {
    initError = FunctionErrors.summary(body);
    return HttpResponseStatus.ACCEPTED;
  }

  @Override
  public void closed(ChannelHandlerContext connection) {
    if (waiting != null && waiting.channel().equals(connection.channel())) {
      waiting = null;
    }
  }

  private boolean isCurrent(String requestId) {
    return phase == Phase.READY && delivered && current != null && current.id().equals(requestId);
  }

  private void free(InvocationResult result) {
    Invocation answered = current;
    leave();
    pool.free(this);
    if (answered != null) {
      pool.answered(answered, result);
    }
  }

  private void leave() {
    current = null;
    delivered = false;
    cancelAlarm();
  }

  private void timedOut() {
    if (current != null) {
      verdict = FunctionErrors.timedOut(current.id(), launcher.settings().timeout());
    }
    end();
  }

  private void initTimedOut() {
    initError =
        "the function was not ready within " + launcher.settings().initTimeout().toMillis() + " ms";
    end();
  }

  private void ended(WorkerExit exit) {
    if (phase == Phase.GONE) {
      return;
    }
    phase = Phase.GONE;
    cancelAlarm();
    if (port != null) {
      port.close();
    }
    pool.gone(this);
    Invocation left = current;
    if (left == null) {
      return;
    }
    boolean notSeen = wasReady && !delivered;
    leave();
    if (notSeen) {
      pool.again(left);
    } else {
      pool.answered(left, new InvocationResult.Failed(failure(left, exit)));
    }
  }

  private byte[] failure(Invocation left, WorkerExit exit) {
    if (verdict != null) {
      return verdict;
    }
    if (exit.outOfMemory()) {
      return FunctionErrors.outOfMemory(left.id(), launcher.settings().memoryMegabytes());
    }
    if (wasReady) {
      return FunctionErrors.exited(left.id(), exit.status());
    }
    String reason =
        initError == null ? "the worker ended with exit status " + exit.status() : initError;
    String output = exit.lastWords().isBlank() ? "" : "\nLast output:\n" + exit.lastWords();
    return FunctionErrors.initFailed(left.id(), reason + output + "\nAll of it: " + log.file());
  }

  private Future<?> in(Duration delay, Runnable action) {
    return pool.loop().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }
}
